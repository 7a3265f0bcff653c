// SPDX-License-Identifier: Apache-2.0
// A recipe of which nobody finds out whether it arrived: its doctor looks it up and says so in the chart.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { familyName, somebody, type Person } from './person';
import {
  addDrug,
  confirmWarnings,
  dialog,
  expectAccessible,
  expectWellLaidOut,
  nrePattern,
  recipes,
  screenshot,
  signedIn,
  simulator,
} from './practice';
import { admit } from './prescribing';

test.describe.configure({ mode: 'serial' });

let page: Page;
const recipe = (): Locator => recipes(page).first();

/** A recipe for somebody new of whose request no answer came, at a service that shows nothing. */
async function inDoubt(person: Person, processed: boolean): Promise<string> {
  await simulator('POST', '/faults', { kind: 'no-answer', operation: 'InvioPrescritto', times: 1, processed });
  await simulator('POST', '/faults', { kind: 'gateway-timeout', operation: 'VisualizzaPrescritto', times: 0 });
  await admit(page, person);
  await addDrug(page, 'ramipril');
  await confirmWarnings(page);
  await page.keyboard.press('Alt+i');
  await expect(recipe()).toHaveAttribute('data-state', 'attention', { timeout: 120_000 });
  const nre = nrePattern.exec((await recipe().textContent()) ?? '')?.[0] ?? '';
  expect(nre).toMatch(nrePattern);
  return nre;
}

async function answer(button: string, heading: RegExp, picture: string): Promise<void> {
  await recipe().getByRole('button', { name: button, exact: true }).focus();
  await page.keyboard.press('Enter');
  const question = dialog(page).filter({ has: page.getByRole('dialog', { name: heading }) });
  await expect(question).toHaveCount(1);
  await expectAccessible(page);
  await screenshot(page, picture);
  await question.locator('[data-confirm]').press('Enter');
  await expect(question).toHaveCount(0);
}

test.beforeEach(() => test.setTimeout(240_000));
test.beforeAll(async ({ browser }) => {
  page = await signedIn(browser);
});
test.afterEach(() => simulator('DELETE', '/faults'));
test.afterAll(() => page.context().close());

test('one that its doctor found is accepted under its number', async () => {
  const nre = await inDoubt(somebody(familyName('Trov'), 'Anna', 'F'), true);
  await expect(recipe()).toContainText('non prescriverla di nuovo');
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '84-ricetta-da-controllare');
  await answer("C'è al SAC", /c'è al SAC\?$/, '85-c-e-al-sac');
  await expect(recipe()).toHaveAttribute('data-state', 'accepted', { timeout: 60_000 });
  await expect(recipe()).toContainText(nre);
  await expectAccessible(page);
  await screenshot(page, '86-registrata-come-accettata');
});

test('one that is not there goes out under another number', async () => {
  const nre = await inDoubt(somebody(familyName('Pers'), 'Carlo', 'M'), false);
  await answer("Non c'è", /non c'è al SAC\?$/, '87-non-c-e-al-sac');
  await expect(recipe()).toHaveAttribute('data-state', 'accepted', { timeout: 120_000 });
  await expect(recipe()).not.toContainText(nre);
  await expect(recipe()).toContainText(nrePattern);
  await expectAccessible(page);
  await screenshot(page, '88-inviata-con-altro-numero');
});
