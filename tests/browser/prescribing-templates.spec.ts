// SPDX-License-Identifier: Apache-2.0
import { expect, test, type Page } from '@playwright/test';
import { familyName } from './person';
import {
  addDrug,
  choices,
  chooseNote,
  confirmWarnings,
  dialog,
  drugField,
  expectAccessible,
  expectWellLaidOut,
  issueAndAccept,
  oneWindow,
  screenshot,
} from './practice';
import { addService, admitNew, diagnosisField, judged, lines } from './prescribing';

test.describe.configure({ mode: 'serial' });

const name = `Controlli ${familyName('MO')}`;
let page: Page;

oneWindow((it) => {
  page = it;
  return admitNew(page, 'MOD', 'MODESTA');
});

test('the draft is kept as a template', async () => {
  await addService(page, 'emocromo');
  await addService(page, 'creatinina');
  await addDrug(page, 'allopurinolo');
  await page.getByLabel(/^Posologia di/).fill('1 compressa la sera');
  await diagnosisField(page).fill('gotta, controllo');
  await page.getByRole('button', { name: 'Salva come modello' }).click();
  await expect(dialog(page)).toContainText('ALLOPURINOLO');
  await expect(dialog(page).getByLabel('Nome del modello')).toBeFocused();
  await page.keyboard.type(name);
  await expectAccessible(page);
  await screenshot(page, '31-salva-modello');
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Scarta la bozza' }).click();
  await dialog(page).getByRole('button', { name: 'Scarta la bozza' }).click();
  await expect(lines(page)).toHaveCount(0);
});

test('typing its name puts all of it into the draft of another patient', async () => {
  await admitNew(page, 'MOD', 'MODESTO', 'M');
  await page.keyboard.press('Alt+u');
  await expect(drugField(page)).toBeFocused();
  await page.keyboard.type(name.toLowerCase());
  await expect(choices(page).first()).toContainText(name);
  await expectAccessible(page);
  await screenshot(page, '32-modello-per-nome');
  await page.keyboard.press('Enter');
  await expect(lines(page)).toHaveCount(3);
  await expect(page.getByLabel(/^Posologia di/)).toHaveValue('1 compressa la sera');
  await expect(diagnosisField(page)).toHaveValue('gotta, controllo');
  await page.getByRole('button', { name: 'Scarta la bozza' }).click();
  await dialog(page).getByRole('button', { name: 'Scarta la bozza' }).click();
});

test('a favourite comes first, also before a letter is typed', async () => {
  const text = await addDrug(page, 'atorvastatina');
  await chooseNote(page, '13');
  const star = page.getByRole('button', { name: /^Preferito/ });
  await star.click();
  await expect(star).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Alt+u');
  await expect(drugField(page)).toBeFocused();
  await page.keyboard.type('atorva');
  await expect(choices(page).first()).toContainText('preferito');
  await expect(choices(page).first()).toContainText(text);
  await drugField(page).fill('');
  await page.keyboard.press('ArrowDown');
  await expect(choices(page).filter({ hasText: text })).toHaveCount(1);
  await expectAccessible(page);
  await screenshot(page, '33-preferiti');
  await page.keyboard.press('Escape');
  await star.click();
  await expect(star).toHaveAttribute('aria-pressed', 'false');
});

test('a past prescription is copied into the draft', async () => {
  await page.getByLabel(/^Posologia di/).fill('1 compressa la sera');
  await issueAndAccept(page);
  await expect(lines(page)).toHaveCount(0);
  await page.getByRole('button', { name: /^Copia le righe/ }).first().press('Enter');
  await expect(lines(page)).toHaveCount(1);
  await expect(page.getByLabel(/^Posologia di/)).toHaveValue('1 compressa la sera');
  await judged(page);
  await confirmWarnings(page);
  await screenshot(page, '34-copia-dallo-storico');
  await page.getByRole('button', { name: /^Togli/ }).first().click();
  await expect(lines(page)).toHaveCount(0);
});

test('a template is deleted only after asking', async () => {
  await page.keyboard.press('Alt+o');
  await expect(dialog(page).getByLabel(/^Cerca tra i modelli/)).toBeFocused();
  await page.keyboard.type(name);
  const mine = page.locator('[data-template]');
  await expect(mine).toHaveCount(1);
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '35-modelli');
  await mine.getByRole('button', { name: /^Elimina/ }).click();
  await page.keyboard.press('Escape');
  await expect(mine).toHaveCount(1);
  await mine.getByRole('button', { name: /^Elimina/ }).click();
  await expect(dialog(page, 'Eliminare il modello?')).toContainText(name);
  await dialog(page, 'Eliminare il modello?').getByRole('button', { name: 'Elimina il modello' }).click();
  await expect(mine).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
});
