// SPDX-License-Identifier: Apache-2.0
// A recipe that may have arrived, while the service does not tell: its doctor wishes it back.
import { expect, test, type Page } from '@playwright/test';
import { familyName, somebody } from './person';
import {
  addDrug,
  completeLetterhead,
  confirmWarnings,
  dialog,
  expectAccessible,
  expectWellLaidOut,
  nrePattern,
  openPatient,
  recipes,
  register,
  screenshot,
  signedIn,
  simulator,
} from './practice';

test.describe.configure({ mode: 'serial' });

let page: Page;
const person = somebody(familyName('Dubb'), 'Irene', 'F');

test.beforeAll(async ({ browser }) => {
  page = await signedIn(browser);
  await completeLetterhead(page.request);
});
test.afterAll(async () => {
  await simulator('DELETE', '/faults');
  await page.context().close();
});

test('one in doubt says its number, and that it must not be prescribed again', async () => {
  await simulator('POST', '/faults', { kind: 'no-answer', operation: 'InvioPrescritto', times: 1 });
  await simulator('POST', '/faults', {
    kind: 'gateway-timeout',
    operation: 'VisualizzaPrescritto',
    times: 0,
  });
  await register(page, person);
  await addDrug(page, 'ramipril');
  await confirmWarnings(page);
  await page.keyboard.press('Alt+i');
  const recipe = recipes(page).first();
  await expect(recipe).toHaveAttribute('data-state', /checking|attention/, { timeout: 60_000 });
  await expect(recipe).toContainText(nrePattern);
  await expect(recipe).toContainText('non prescriverla di nuovo');
  await screenshot(page, '41-ricetta-in-dubbio');
});

test('who wishes it back is told what happens, and the wish stays', async () => {
  const recipe = recipes(page).first();
  await recipe.getByRole('button', { name: 'Ritira' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page, 'Ritirare la ricetta?')).toContainText('appena si sa viene annullata');
  await expectAccessible(page);
  await dialog(page).locator('[data-confirm]').press('Enter');
  // Asked after in vain for long, it comes before a person who may annul it at the service's own site.
  await expect(recipe).toHaveAttribute('data-state', /withdrawing|attention/);
  await expect(recipe).toContainText(/annullamento richiesto|annullarla lì se vi risulta/);
  await page.reload();
  await openPatient(page, person);
  await expect(recipe).toHaveAttribute('data-state', /withdrawing|attention/);
  await expect(recipe).toContainText(/annullamento richiesto|annullarla lì se vi risulta/);
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '42-annullamento-richiesto');
});

test('it is annulled as soon as the service tells', async () => {
  await simulator('DELETE', '/faults');
  await expect(recipes(page).first()).toHaveAttribute('data-state', 'withdrawn', { timeout: 120_000 });
});
