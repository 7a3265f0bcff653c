// SPDX-License-Identifier: Apache-2.0
// Several recipes of a patient at once: sent with one e-mail and printed as one file, from the day's list
// and from the patient's history.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { mailOf, smsOf, someMobile } from './messages';
import { familyName, somebody } from './person';
import {
  addDrug,
  choices,
  clearOfTheBar,
  dialog,
  expectAccessible,
  expectWellLaidOut,
  issueAndAccept,
  oneWindow,
  recipes,
  screenshot,
} from './practice';
import { admit, admitNew } from './prescribing';

test.describe.configure({ mode: 'serial' });

const mobile = someMobile();
const email = `lina${mobile}@example.it`;
const person = { ...somebody(familyName('Insieme'), 'Lina', 'F'), phone: mobile, email };
const nres: string[] = [];
let page: Page;

/** Accepted, with a promemoria, and given to nobody. */
async function waiting(drug: string): Promise<string> {
  await addDrug(page, drug);
  await page.getByRole('combobox', { name: 'Consegna' }).selectOption('none');
  const nre = await issueAndAccept(page);
  await expect(recipes(page).first().locator('[data-promemoria]')).toBeVisible({ timeout: 30_000 });
  return nre;
}
const row = (number: string): Locator => page.locator('tr[data-recipe]').filter({ hasText: number });
const box = (number: string): Locator => row(number).getByRole('checkbox');
const mail = (): Locator => page.locator('[data-mail-picked]');

oneWindow(async (it) => {
  page = it;
  // A browser without a screen waits for a printer that is not there.
  await page.addInitScript(() => (window.print = () => undefined));
  await page.reload();
  await admit(page, person);
  nres.push(await waiting('ramipril'), await waiting('metformina'));
});

test('recipes of two patients do not go in one e-mail, and that is said', async () => {
  await admitNew(page, 'Altra', 'Alba');
  const other = await waiting('ramipril');
  await page.goto('/#/studio');
  for (const number of [...nres, other]) await box(number).press('Space');
  await expect(mail()).toBeDisabled();
  await expect(page.locator('[data-why]')).toContainText('un solo assistito');
  await expect(page.locator('[data-print-picked]')).toContainText('(3)');
  await clearOfTheBar(page);
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '120-piu-assistiti');
  await box(other).press('Space');
  await expect(mail()).toBeEnabled();
  await expect(mail()).toContainText('(2)');
});

test('all that was picked goes with one e-mail, by keyboard', async () => {
  await page.keyboard.press('Alt+m');
  const asked = dialog(page, 'Invia con una e-mail');
  for (const nre of nres) await expect(asked).toContainText(nre);
  await expect(asked).toContainText(person.last_name, { ignoreCase: true });
  await expect(asked.locator('[data-way="mail-number"] input')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(asked.locator('[data-way="mail-memo"] input')).toBeChecked();
  await expect(asked.locator('[data-way="mail-memo"]')).toContainText('mai usato');
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '121-una-e-mail');
  await page.keyboard.press('Enter');
  const check = dialog(page, 'Recapito mai usato prima');
  await expect(check).toContainText(`+39${mobile} (password per SMS)`);
  await screenshot(page, '122-una-e-mail-recapito');
  await check.getByRole('button', { name: 'Sì, è giusto: invia' }).click();
  await expect(dialog(page)).toHaveCount(0);
  for (const nre of nres) {
    await expect(row(nre)).toContainText('inviata per e-mail', { timeout: 60_000 });
    await expect(box(nre)).not.toBeChecked();
  }
  const sent = await mailOf(email);
  expect(sent.map((one) => one.attachments.map((file) => file.name))).toEqual([['documenti.zip']]);
  expect(await smsOf(mobile)).toHaveLength(1);
  await screenshot(page, '123-inviate-insieme');
});

test('a patient’s history prints and sends what is picked there', async () => {
  await page.goto('/#/studio/storico');
  await expect(page.getByRole('combobox', { name: 'Assistito' })).toBeFocused();
  await page.keyboard.type(person.last_name);
  await expect(choices(page)).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.locator('tr[data-recipe]')).toHaveCount(2);
  await expect(page.locator('[data-print-picked]')).toBeDisabled();
  for (const nre of nres) await box(nre).press('Space');
  await expect(page.locator('[data-print-picked]')).toContainText('(2)');
  await expectAccessible(page);
  await screenshot(page, '124-storico-scelte');
  await expectWellLaidOut(page);
  await page.keyboard.press('Alt+b');
  const viewer = page.locator('curante-document');
  await expect(viewer.getByRole('button', { name: 'Stampa' })).toBeFocused();
  await expect(viewer).toContainText('2 ricette');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  // Who only looked has printed nothing: what was picked stays so, a key that finds nothing to do changes nothing.
  await page.keyboard.press('Alt+a');
  for (const nre of nres) await expect(box(nre)).toBeChecked();
  await mail().press('Enter');
  const asked = dialog(page, 'Invia con una e-mail');
  await expect(asked.locator('[data-way="mail-number"] input')).toBeFocused();
  await expect(asked.locator('[data-way="mail-number"] input')).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toHaveCount(0);
  await expect.poll(async () => (await mailOf(email)).length, { timeout: 60_000 }).toBe(2);
  const [, numbers] = await mailOf(email);
  for (const nre of nres) expect(numbers?.text).toContain(nre);
  await page.setViewportSize({ width: 640, height: 360 });
  await expectWellLaidOut(page);
  await screenshot(page, '125-storico-200');
  await page.setViewportSize({ width: 1280, height: 720 });
});
