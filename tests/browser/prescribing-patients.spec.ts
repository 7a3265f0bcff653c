// SPDX-License-Identifier: Apache-2.0
import { expect, test, type Locator, type Page } from '@playwright/test';
import {
  addDrug,
  clearOfTheBar,
  confirmWarnings,
  dialog,
  expectAccessible,
  expectWellLaidOut,
  issueAndAccept,
  issueButton,
  oneWindow,
  recipes,
  screenshot,
  sentRecipe,
} from './practice';
import { admitNew, fillForeignCard, isoDay, judged, lines, patientKind, planned } from './prescribing';

let page: Page;

oneWindow((it) => (page = it));

/** Whether a list shows less of what is chosen than there is: wider, it would show more. */
function cut(list: Locator): Promise<boolean> {
  return list.evaluate((select: HTMLSelectElement) => {
    const text = document.createElement('span');
    text.textContent = select.selectedOptions[0]?.textContent?.trim() ?? '';
    text.style.font = getComputedStyle(select).font;
    text.style.position = 'absolute';
    document.body.append(text);
    const wanted = text.getBoundingClientRect().width;
    text.remove();
    // Its frame and its arrow take their room, too.
    return wanted + 32 > select.getBoundingClientRect().width;
  });
}

const kind = (): Locator => patientKind(page);
const byPack = /^Per confezione \(AIC\)/;

test('an exemption that has run out is greyed and said to be over', async () => {
  await admitNew(page, 'ESE', 'ESTER', 'F', [
    { code: '013', valid_from: '2020-01-01', valid_to: null },
    { code: 'E01', valid_from: '2020-01-01', valid_to: isoDay(-3) },
  ]);
  await addDrug(page, 'metformina');
  const exemption = page.getByLabel('Esenzione', { exact: true });
  await expect(exemption.locator('option[value="013"]')).toBeEnabled();
  await expect(exemption.locator('option[value=E01]')).toBeDisabled();
  await expect(exemption.locator('option[value=E01]')).toContainText('scaduta il');
  await exemption.selectOption('013');
  await judged(page);
  await expectAccessible(page);
  await screenshot(page, '23-esenzione-scaduta');
  await issueAndAccept(page);
  await expect(page.locator('[data-prescription]').first()).toContainText('Esenzione 013');
});

test('each line goes under its own exemption, chosen by keyboard', async () => {
  await admitNew(page, 'DUE', 'DUILIA', 'F', [
    { code: '013', valid_from: '2020-01-01', valid_to: null },
    { code: '0A31', valid_from: '2020-01-01', valid_to: null },
  ]);
  await addDrug(page, 'metformina');
  await judged(page);
  await expect(page.locator('curante-findings')).toContainText('esenzione valida (013, 0A31)');
  await page.getByLabel('Esenzione', { exact: true }).selectOption('013');
  await addDrug(page, 'ramipril');
  const own = lines(page).last().getByLabel(/^Esenzione di /);
  await own.focus();
  await page.keyboard.type('0A31');
  await expect(own).toHaveValue('0A31');
  // Chosen it is its code, which there is room for; the list and the title name it.
  const names = own.locator('option');
  await expect(names.nth(3)).toHaveText('0A31');
  await expect(own).toHaveAttribute('title', /^0A31 – ./);
  await expect(own.locator('option[value="013"]')).toContainText(/013 – ./);
  expect(await cut(own), 'the chosen exemption is cut').toBe(false);
  await judged(page);
  await expect(planned(page)).toHaveCount(2);
  await expect(planned(page).first()).toContainText('Esenzione 013');
  await expect(planned(page).last()).toContainText('Esenzione 0A31');
  await expect(planned(page).last()).toContainText("va con l'esenzione 0A31");
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '23b-esenzione-per-riga');
  await issueAndAccept(page);
  const first = page.locator('[data-prescription]').first();
  await expect(first).toContainText('Esenzione 013');
  await expect(first).toContainText('Esenzione 0A31');
});

test('a person insured abroad: the card is asked for, and only then', async () => {
  await admitNew(page, 'EST', 'ERIKA');
  await addDrug(page, 'furosemide');
  await expect(page.getByLabel('N. di tessera', { exact: true })).toHaveCount(0);
  await kind().selectOption('NA');
  await expect(page.getByLabel('N. di tessera SASN')).toBeVisible();
  await kind().selectOption('UE');
  await expect(page.getByLabel('N. di tessera SASN')).toHaveCount(0);
  await expect(page.getByLabel('N. di tessera', { exact: true })).toBeVisible();
  await judged(page);
  await expect(page.locator('curante-findings li.block').first()).toBeVisible();
  await expect(issueButton(page)).toBeDisabled();
  await fillForeignCard(page, 'de');
  await judged(page);
  await expect(page.locator('curante-findings li.block')).toHaveCount(0);
  await expect(page.getByLabel('Stato (sigla)')).toHaveValue('DE');
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '24-assistito-estero');
  await issueAndAccept(page);
});

test('a recipe without the name, and one on paper, are said so before sending', async () => {
  await admitNew(page, 'OSC', 'OSCAR', 'M');
  await addDrug(page, 'allopurinolo');
  await page.getByLabel('Oscura il nome').check();
  await page.getByLabel('Su carta').check();
  await judged(page);
  await expect(planned(page).first()).toContainText('su carta');
  await screenshot(page, '25-su-carta');
  await page.getByLabel('Su carta').uncheck();
  await judged(page);
  await expect(planned(page).first()).not.toContainText('su carta');
  await confirmWarnings(page);
  await page.keyboard.press('Alt+i');
  await expect(lines(page)).toHaveCount(0);
  await expect(recipes(page).first()).toHaveAttribute('data-state', 'accepted', { timeout: 30_000 });
});

test('a drug of class C becomes a white recipe of its own', async () => {
  await admitNew(page, 'BIA', 'BIANCA');
  await addDrug(page, 'ramipril');
  await addDrug(page, 'lorazepam');
  const line = lines(page).last();
  await expect(line).toContainText('ricetta bianca');
  await expect(line.getByLabel(/^Ripetibilità di/)).toHaveValue('RR');
  await line.getByLabel(/^Un solo pezzo anche se ripetibile/).check();
  await judged(page);
  await expect(planned(page)).toHaveCount(2);
  await expect(page.locator('[data-plan] li[data-kind=white]')).toContainText('LORAZEPAM');
  await expect(page.locator('curante-send-bar')).toContainText('1 di farmaci SSN, 1 bianca');
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '26-ricetta-bianca');
  await confirmWarnings(page);
  await page.keyboard.press('Alt+i');
  await expect(recipes(page)).toHaveCount(2);
  await expect(recipes(page).filter({ hasText: 'Bianca' })).toContainText('LORAZEPAM');
  await expect(recipes(page).filter({ hasText: 'Farmaci SSN' })).toContainText('RAMIPRIL');
  await screenshot(page, '27-ricetta-bianca-inviata');
});

test('what the SSN would pay can be put at the patient’s charge, and not replaced', async () => {
  await admitNew(page, 'OPZ', 'OTTAVIA');
  await addDrug(page, 'atorvastatina');
  await judged(page);
  const line = lines(page).first();
  await expect(line).toContainText(/Nota 13/i);
  await line.getByRole('button', { name: /^Opzioni di/ }).press('Enter');
  await line.getByLabel(/^Non sostituibile/).check();
  await judged(page);
  await expect(issueButton(page)).toBeDisabled();
  await line.getByLabel(/^Motivo della non sostituibilità/).selectOption('3');
  await judged(page);
  await clearOfTheBar(page);
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '28-opzioni-del-farmaco');
  await line.getByLabel(/^A carico del paziente/).check();
  await judged(page);
  await expect(page.locator('[data-plan] li[data-kind=white]')).toHaveCount(1);
  await line.getByRole('button', { name: /^Togli/ }).click();
  await expect(lines(page)).toHaveCount(0);
});

test('a pack that may be replaced can be prescribed as such, and no group is sent', async () => {
  await admitNew(page, 'CON', 'CONFEZIO', 'M');
  await addDrug(page, 'ramipril');
  const line = lines(page).first();
  await line.getByRole('button', { name: /^Opzioni di/ }).press('Enter');
  await line.getByLabel(byPack).press('Space');
  await expect(line.getByLabel(byPack)).toBeChecked();
  const { rows } = await sentRecipe(await issueAndAccept(page));
  expect(rows).toHaveLength(1);
  expect(rows[0]?.['codProdPrest']).toMatch(/^[0-9]{9}$/);
  expect(rows[0]).not.toHaveProperty('codGruppoEquival');
  expect(rows[0]).not.toHaveProperty('nonSost');
  await expect(recipes(page).first()).toContainText('vale fino al');
});

test('whether a recipe was dispensed is asked for, and withdrawing is told', async () => {
  await admitNew(page, 'ERO', 'EROS', 'M');
  await addDrug(page, 'ramipril');
  await issueAndAccept(page);
  const recipe = recipes(page).first();
  await recipe.getByRole('button', { name: 'Erogabilità' }).press('Enter');
  await expect(recipe.locator('[data-dispensing=to_dispense]')).toContainText('Da erogare');
  await expectAccessible(page);
  await screenshot(page, '36-erogabilita');
  await recipe.getByRole('button', { name: 'Ritira' }).click();
  await expect(dialog(page, 'Ritirare la ricetta?')).toContainText('RAMIPRIL');
  await dialog(page).getByRole('button', { name: 'Ritira la ricetta' }).click();
  await expect(recipe).toHaveAttribute('data-state', 'withdrawn', { timeout: 30_000 });
  await expect(recipe).toContainText('non è più utilizzabile');
  // The button that was pressed is gone: the keys go on in its prescription.
  await expect(page.getByRole('button', { name: /^Copia le righe/ }).first()).toBeFocused();
  await screenshot(page, '37-ritirata');
});
