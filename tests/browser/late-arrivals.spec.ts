// SPDX-License-Identifier: Apache-2.0
// A recipe that was given up arrives after all, and its patient has used it: nobody can annul it, and
// its doctor is told until they have seen it.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { familyName, somebody } from './person';
import {
  addDrug,
  dialog,
  expectAccessible,
  expectWellLaidOut,
  identity,
  issueAndAccept,
  oneWindow,
  openPatient,
  recipes,
  register,
  screenshot,
  simulator,
  simulatorAdmin,
} from './practice';

test.describe.configure({ mode: 'serial' });

let page: Page;
let sent = '';
let late = '';
const person = somebody(familyName('Tardiva'), 'Nora', 'F');
const banner = (): Locator => page.locator('[data-late-arrivals]');
const panel = (): Locator => page.locator('curante-late-arrivals');
const entry = (): Locator => panel().locator(`[data-late="${late}"]`);
const seen = (): Locator => entry().getByRole('button', { name: `Ho provveduto per la ricetta ${late}` });

/** Numbers of all recipes that the service holds. */
async function held(): Promise<string[]> {
  const answer = await fetch(`${simulatorAdmin}/recipes`);
  const { recipes: all } = (await answer.json()) as { recipes: { nre: string }[] };
  return all.map((one) => one.nre);
}

oneWindow((it) => (page = it));

test('a twin that cannot be annulled any more is told on every page', async () => {
  const before = new Set(await held());
  await simulator('POST', '/faults', { kind: 'deliver-late', operation: 'InvioPrescritto', times: 1 });
  await register(page, person);
  await addDrug(page, 'ramipril');
  sent = await issueAndAccept(page, 120_000);
  // While nobody can ask after it, it arrives and is dispensed: no annulment comes in between.
  await simulator('POST', '/faults', { kind: 'gateway-timeout', operation: 'VisualizzaPrescritto', times: 0 });
  await simulator('POST', '/held/deliver');
  const fresh = async (): Promise<string[]> =>
    (await held()).filter((nre) => !before.has(nre) && nre !== sent);
  await expect.poll(async () => (await fresh()).length).toBe(1);
  late = (await fresh())[0] ?? '';
  for (const act of ['take', 'dispense']) await simulator('POST', '/pharmacy', { nre: late, act });
  await simulator('DELETE', '/faults');
  await expect(banner()).toContainText('arrivata in ritardo', { timeout: 120_000 });
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '52-arrivata-in-ritardo');
});

test('the page says which two they are, and what to do', async () => {
  await banner().getByRole('link').focus();
  await page.keyboard.press('Enter');
  await expect(entry()).toContainText(`Con la ${sent} il paziente ne ha due`);
  await expect(entry()).toContainText(person.last_name, { ignoreCase: true });
  await expect(entry()).toContainText(/RAMIPRIL.* – prescritta il \d\d\/\d\d\/\d{4}/);
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '53-due-ricette-di-una');
});

test('it leads to the chart of whose it is', async () => {
  await entry().getByRole('link').press('Enter');
  await expect(identity(page)).toContainText(person.fiscal_code);
  await page.goto('/#/sistema-ts');
  await expect(entry()).toContainText(person.last_name, { ignoreCase: true });
});

test('it is listed until its doctor says that it was seen to', async () => {
  await seen().focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page, "Togliere dall'elenco?")).toContainText(late);
  await expect(dialog(page)).toContainText(person.last_name, { ignoreCase: true });
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(seen()).toBeFocused();
  await page.reload();
  await expect(entry()).toBeVisible();
  await expect(banner()).toBeVisible();
  await seen().press('Enter');
  await dialog(page).locator('[data-confirm]').press('Enter');
  await expect(entry()).toHaveCount(0);
  await expect(banner()).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Accesso al Sistema TS' })).toBeVisible();
  await expect(banner()).toHaveCount(0);
  await expect(entry()).toHaveCount(0);
});

test('the chart keeps what happened', async () => {
  await openPatient(page, person);
  await expect(recipes(page).first()).toContainText(late);
  await expectAccessible(page);
  await screenshot(page, '54-gemella-in-cartella');
});
