// SPDX-License-Identifier: Apache-2.0
// A recipe that the service refused: what was wrong is corrected, and it is prescribed again from there.
import { expect, test, type Page } from '@playwright/test';
import { familyName, somebody } from './person';
import {
  addDrug,
  changeOwnAsl,
  confirmWarnings,
  expectAccessible,
  identity,
  issueAndAccept,
  recipes,
  screenshot,
  signedIn,
} from './practice';
import { admit, lines } from './prescribing';

let page: Page;
const person = somebody(familyName('RIP'), 'RITA', 'F');

test.beforeAll(async ({ browser }) => {
  page = await signedIn(browser);
});
test.afterAll(async () => {
  await page.context().close();
});

test('a refused recipe is repeated once what was wrong is corrected', async () => {
  await admit(page, person);
  // The service knows the doctor under another ASL: it refuses (outcome 1020).
  const asl = await changeOwnAsl(page.request, '999');
  try {
    await addDrug(page, 'ramipril');
    await confirmWarnings(page);
    await page.keyboard.press('Alt+i');
    await expect(recipes(page).first()).toHaveAttribute('data-state', 'refused', { timeout: 30_000 });
  } finally {
    await changeOwnAsl(page.request, asl);
  }
  await page.keyboard.press('Alt+g');
  const row = page.getByRole('row').filter({ hasText: person.last_name }).first();
  await expect(row).toHaveAttribute('data-state', 'refused');
  await row.getByRole('button', { name: /^Ripeti/ }).press('Enter');
  await expect(identity(page)).toContainText(person.fiscal_code);
  await expect(lines(page)).toHaveCount(1);
  await expect(lines(page).first()).toContainText('RAMIPRIL');
  await expectAccessible(page);
  await screenshot(page, '17b-rifiutata-ripetuta');
  await issueAndAccept(page);
  // The refused one stays beside it, as it was.
  await expect(recipes(page)).toHaveCount(2);
  await expect(recipes(page).last()).toHaveAttribute('data-state', 'refused');
});
