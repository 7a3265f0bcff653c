// SPDX-License-Identifier: Apache-2.0
import { expect, test, type Page } from '@playwright/test';
import {
  addDrug,
  clearOfTheBar,
  confirmWarnings,
  dialog,
  drugField,
  expectAccessible,
  expectWellLaidOut,
  issueAndAccept,
  issueButton,
  oneWindow,
  recipes,
  screenshot,
} from './practice';
import { admitNew, ask, judged, lines, planned } from './prescribing';

let page: Page;

oneWindow((it) => (page = it));

const choice = (name: string | RegExp) => lines(page).last().getByRole('radio', { name });

test('a note is chosen by keyboard, with its condition beside it', async () => {
  await admitNew(page, 'NOT', 'NORA');
  await addDrug(page, 'omeprazolo');
  await judged(page);
  // Nothing is chosen by itself, and nothing goes.
  await expect(choice(/^nota 0?1:/)).not.toBeChecked();
  await expect(choice(/^nota 48:/)).not.toBeChecked();
  await expect(issueButton(page)).toBeDisabled();
  const line = lines(page).last();
  await expect(line).toContainText('sintesi: Protezione gastrica');
  await expect(line).toContainText('malattia da reflusso');
  await expect(line.getByRole('link', { name: /nota 48/ })).toHaveAttribute('href', /^https:\/\/www\.aifa\.gov\.it/);
  // The key that sends leads to what is missing; one more chooses it.
  await page.keyboard.press('Alt+i');
  await expect(choice(/^nota 0?1:/)).toBeFocused();
  await screenshot(page, '42-nota-da-scegliere');
  await clearOfTheBar(page);
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await page.keyboard.press('ArrowDown');
  await expect(choice(/^nota 48:/)).toBeChecked();
  await judged(page);
  await expect(issueButton(page)).toBeEnabled();
  await screenshot(page, '43-nota-scelta');
  await issueAndAccept(page);
  await expect(page.locator('[data-prescription]').first()).toContainText(/nota 48/i);
});

test('outside of the note the line is at the patient’s charge, and that is said', async () => {
  await admitNew(page, 'FUO', 'FULVIA');
  await addDrug(page, 'atorvastatina');
  await judged(page);
  await expect(lines(page).last()).toContainText('a carico dell’assistito');
  await choice(/^non secondo la nota/).press('Space');
  await judged(page);
  await expect(planned(page)).toHaveAttribute('data-kind', 'white');
  await screenshot(page, '44-non-secondo-la-nota');
  await clearOfTheBar(page);
  await expectAccessible(page);
  // Back under the note, it is the SSN's again.
  await choice(/^nota 13:/).press('Space');
  await judged(page);
  await expect(planned(page)).not.toHaveAttribute('data-kind', 'white');
});

test('what one prescription became is printed in one go', async () => {
  const patient = await admitNew(page, 'STA', 'STANISLAO', 'M');
  for (const drug of ['ramipril', 'metformina', 'allopurinolo']) await addDrug(page, drug);
  await confirmWarnings(page);
  await page.keyboard.press('Alt+i');
  await expect(lines(page)).toHaveCount(0);
  const all = page.locator('[data-prescription]').first().locator('[data-print-all]');
  await expect(all).toContainText('Stampa tutte (2)', { timeout: 30_000 });
  await expect(drugField(page)).toBeFocused();
  await screenshot(page, '45-stampa-tutte');
  await page.keyboard.press('Alt+b');
  const viewer = page.locator('curante-document');
  await expect(viewer.getByRole('button', { name: 'Stampa' })).toBeFocused();
  await expectAccessible(page);
  await screenshot(page, '46-promemoria-insieme');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  const { documents } = await ask<{ documents: { id: string }[] }>(page, 'documents/1/ListForPatient', { patient });
  const ids = documents.map((one) => one.id).join(',');
  const file = await page.request.get(`/files/documents/1/ReadMerged?documents=${ids}`);
  expect(file.headers()['content-type']).toContain('application/pdf');
});

test('the papers picked in Gestione Studio are printed in one go', async () => {
  await admitNew(page, 'GES', 'GESUALDA');
  await addDrug(page, 'ramipril');
  await issueAndAccept(page);
  await expect(recipes(page).first().locator('[data-promemoria]')).toBeVisible();
  await page.goto('/#/studio');
  const picked = page.locator('curante-studio-rows').getByRole('checkbox', { checked: true });
  const print = page.locator('[data-print-picked]');
  await expect(print).toBeDisabled();
  await page.locator('[data-pick-undelivered]:enabled').waitFor();
  await page.keyboard.press('Alt+a');
  await expect(picked).not.toHaveCount(0);
  await expect(print).toBeEnabled();
  await screenshot(page, '47-studio-scelte');
  await clearOfTheBar(page);
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await page.keyboard.press('Alt+b');
  await expect(page.locator('curante-document').getByRole('button', { name: 'Stampa' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
});
