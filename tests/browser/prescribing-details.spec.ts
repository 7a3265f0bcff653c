// SPDX-License-Identifier: Apache-2.0
// What a recipe says of how it is to be performed: chosen in the composer, read at the service, in the
// patient's list and on the paper.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import {
  addDrug,
  choices,
  clearOfTheBar,
  expectAccessible,
  expectWellLaidOut,
  issueAndAccept,
  oneWindow,
  recipes,
  screenshot,
  sentRecipe,
} from './practice';
import {
  addService,
  admitNew,
  diagnosisField,
  judged,
  lines,
  newestPaper,
  planned,
  serviceField,
} from './prescribing';

const data = process.env['CURANTE_DATA'] ?? '';
const program = `${__dirname}/../../build/release/bin/curante`;

let page: Page;

oneWindow((it) => (page = it));

const newest = (): Locator => page.locator('[data-prescription]').first();
const promemoria = (): Locator => recipes(page).first().locator('[data-promemoria]');

async function writeDiagnosis(text: string): Promise<void> {
  await diagnosisField(page).fill(text);
  await page.keyboard.press('Tab');
  await judged(page);
}

test('a first access by television is said before it goes, and stays said', async () => {
  await admitNew(page, 'TEL', 'TELMA');
  const visit = await addService(page, 'prima visita dermatologica');
  await page.keyboard.press('d');
  await visit.getByLabel(/^Primo accesso/).press('Space');
  await visit.getByLabel(/^Televisita/).press('Space');
  await writeDiagnosis('nevo da controllare');
  await expect(page.locator('curante-findings li.block')).toHaveCount(0);
  await expect(visit.getByLabel(/^Primo accesso/)).toBeChecked();
  await expect(visit.getByLabel(/^Televisita/)).toBeChecked();
  await clearOfTheBar(page);
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '110-primo-accesso-televisita');
  const nre = await issueAndAccept(page);
  const { rows } = await sentRecipe(nre);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ tipoAccesso: '1', prescrizione1: 'TV;' });
  await expect(recipes(page).first()).toContainText('Primo accesso');
  await expect(recipes(page).first()).toContainText('Televisita');
  await expect(promemoria()).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);
  await screenshot(page, '111-primo-accesso-accettata');
});

test('a line that is double-clicked away takes no other with it', async () => {
  await admitNew(page, 'DOP', 'DOPPIA');
  const gone = await addDrug(page, 'ramipril');
  const kept = await addDrug(page, 'furosemide');
  await lines(page).first().getByRole('button', { name: /^Togli/ }).dblclick();
  await expect(lines(page).filter({ hasText: gone })).toHaveCount(0);
  await expect(lines(page)).toHaveCount(1);
  await expect(lines(page)).toContainText(kept);
});

test('a visit at home, as a specialist suggested it, is said of the whole recipe', async () => {
  const patient = await admitNew(page, 'DOM', 'DOMENICO', 'M');
  await addDrug(page, 'ramipril');
  await page.getByLabel('Per ricovero (H)').check();
  await page.getByLabel('Suggerita da specialista (S)').press('Space');
  await expect(page.getByLabel('Per ricovero (H)'), 'the recipe says one of them').not.toBeChecked();
  await page.getByLabel('Visita domiciliare').press('Space');
  await judged(page);
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '112-domiciliare-suggerita');
  const nre = await issueAndAccept(page);
  const { header } = await sentRecipe(nre);
  expect(header).toMatchObject({ tipoVisita: 'D', indicazionePrescr: 'S' });
  await expect(newest()).toContainText('Visita domiciliare');
  await expect(newest()).toContainText('Suggerita da specialista (S)');
  await expect(promemoria()).toBeVisible({ timeout: 30_000 });
  expect(await newestPaper(page, patient)).toMatch(/TIPOLOGIA PRESCRIZIONE\(S,H\): S\b/);
  await screenshot(page, '113-domiciliare-accettata');
  // The next draft begins without them.
  await addDrug(page, 'metformina');
  await expect(page.getByLabel('Visita domiciliare')).not.toBeChecked();
  await expect(page.getByLabel('Suggerita da specialista (S)')).not.toBeChecked();
});

/** As who administers the practice does when the region publishes its catalogue. */
function importCatalogue(...rows: string[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'catalogo-'));
  chmodSync(folder, 0o755); // the practice reads it, who may be another user
  mkdirSync(join(folder, 'nomenclatore'));
  const head = 'codice,codice_catalogo,regione,descrizione';
  writeFileSync(join(folder, 'nomenclatore', 'catalogo_regionale.csv'), `${[head, ...rows].join('\n')}\n`);
  execFileSync(program, ['terminology', 'import', folder, '--data', data]);
  rmSync(folder, { recursive: true });
}

test.describe('with the region’s catalogue', () => {
  test.skip(data === '', 'the practice is not ours: no catalogue can be imported (CURANTE_DATA)');

  test('a service of two regional codes is prescribed under the one that was chosen', async () => {
    importCatalogue(
      '89.14,P8914.01,120,Elettroencefalogramma standard dell’adulto',
      '89.14,P8914.02,120,Elettroencefalogramma pediatrico in sonno',
    );
    const patient = await admitNew(page, 'REG', 'REGINA');
    await page.keyboard.press('Alt+e');
    await expect(serviceField(page)).toBeFocused();
    await page.keyboard.type('elettroencefalogramma pediatrico');
    await expect(choices(page)).toHaveCount(1);
    await expect(choices(page)).toContainText('P8914.02');
    await expectAccessible(page);
    await screenshot(page, '114-catalogo-regionale');
    await page.keyboard.press('Enter');
    await expect(lines(page).last()).toContainText('P8914.02');
    await writeDiagnosis('sospetta epilessia');
    await expect(page.locator('curante-findings li.block')).toHaveCount(0);
    await expect(planned(page)).toContainText('pediatrico');
    await expectWellLaidOut(page);
    await screenshot(page, '115-catalogo-bozza');
    const nre = await issueAndAccept(page);
    const { rows } = await sentRecipe(nre);
    expect(rows[0]).toMatchObject({ codProdPrest: '89.14', codCatalogoPrescr: 'P8914.02' });
    await expect(recipes(page).first()).toContainText('P8914.02');
    await expect(promemoria()).toBeVisible({ timeout: 30_000 });
    expect(await newestPaper(page, patient)).toContain('Elettroencefalogramma pediatrico in sonno');
    await expectAccessible(page);
    await screenshot(page, '116-catalogo-accettata');
  });
});
