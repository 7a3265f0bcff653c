// SPDX-License-Identifier: Apache-2.0
// Gestione Studio: the recipes of one patient, and those from a day on.
import { expect, test, type Page } from '@playwright/test';
import { familyName, somebody } from './person';
import {
  addDrug,
  choices,
  expectAccessible,
  expectWellLaidOut,
  issueAndAccept,
  oneWindow,
  register,
  screenshot,
} from './practice';
import { isoDay } from './prescribing';

test.describe.configure({ mode: 'serial' });

const person = somebody(familyName('Sto'), 'Carla', 'F');
let page: Page;

oneWindow((it) => {
  page = it;
  return register(page, person);
});

test('a patient’s recipes are found by name, by keyboard, with their states', async () => {
  await addDrug(page, 'ramipril');
  const nre = await issueAndAccept(page);
  await page.goto('/#/studio/storico');
  await expect(page.getByRole('combobox', { name: 'Assistito' })).toBeFocused();
  await page.keyboard.type(person.last_name);
  await expect(choices(page)).toHaveCount(1);
  await page.keyboard.press('Enter');
  const rows = page.locator('curante-studio-history tr[data-recipe]');
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText(nre);
  await expect(rows.first()).toContainText('accettata');
  await expect(page.getByRole('region', { name: new RegExp(`Ricette di ${person.last_name}`, 'i') })).toBeVisible();
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '99-storico-assistito');
});

test('the days narrow it, and what cannot be is said', async () => {
  const rows = page.locator('curante-studio-history tr[data-recipe]');
  await page.getByLabel('Dal giorno', { exact: true }).fill(isoDay(2));
  await expect(page.locator('curante-studio-history')).toContainText('Nessuna ricetta in questi giorni');
  await page.getByLabel('Al giorno', { exact: true }).fill(isoDay(1));
  await expect(page.getByRole('alert').filter({ hasText: 'viene prima del primo' })).toBeVisible();
  await page.getByLabel('Al giorno', { exact: true }).fill(isoDay(2));
  await page.getByLabel('Dal giorno', { exact: true }).fill(isoDay(-2));
  await expect(rows).toHaveCount(1);
  await page.getByRole('combobox', { name: 'Assistito' }).fill('');
  await expect(rows.filter({ hasText: person.fiscal_code })).toHaveCount(1);
  await expectAccessible(page);
  await screenshot(page, '100-storico-giorni');
});
