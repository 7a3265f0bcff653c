// SPDX-License-Identifier: Apache-2.0
import { expect, test, type Page } from '@playwright/test';
import {
  choices,
  confirmWarnings,
  drugField,
  expectAccessible,
  expectWellLaidOut,
  issueButton,
  oneWindow,
  recipes,
  screenshot,
} from './practice';
import {
  addService,
  admitNew,
  diagnosisField,
  judged,
  lines,
  planned,
  serviceField,
} from './prescribing';

test.describe.configure({ mode: 'serial' });

let page: Page;

oneWindow((it) => {
  page = it;
  return admitNew(page, 'SER', 'SERENA');
});

test('one field finds drugs and services; a key says which first', async () => {
  await page.keyboard.press('Alt+u');
  await expect(drugField(page)).toBeFocused();
  await page.keyboard.type('emocromo');
  await expect(choices(page).first()).toContainText('Emocromo', { ignoreCase: true });
  await page.keyboard.press('Escape');
  await drugField(page).fill('');
  await page.keyboard.press('Alt+e');
  await expect(serviceField(page)).toBeFocused();
  await page.keyboard.type('90.62.2');
  await expect(choices(page).first()).toContainText('Laboratorio');
  await expectAccessible(page);
  await screenshot(page, '20-prestazioni-ricerca');
  await page.keyboard.press('Enter');
  await expect(lines(page)).toHaveCount(1);
  await expect(lines(page).first()).toContainText('90.62.2');
});

test('a service without diagnosis or question cannot be sent; a typed question is one', async () => {
  const findings = page.locator('curante-findings');
  await expect(findings.locator('li.block').first()).toBeVisible();
  await expect(issueButton(page)).toBeDisabled();
  await diagnosisField(page).fill('controllo annuale, astenia');
  await page.keyboard.press('Tab');
  await judged(page);
  await expect(findings.locator('li.block')).toHaveCount(0);
  await expect(diagnosisField(page)).toHaveValue('controllo annuale, astenia');
  await expect(planned(page)).toHaveCount(1);
});

test('branches and priorities stand on recipes of their own, and each says why', async () => {
  const visit = await addService(page, 'prima visita cardiologica');
  // A service that needs a priority begins there.
  await page.keyboard.press('b');
  await expect(visit.getByLabel(/^Priorità di/)).toHaveValue('B');
  // Silence is no answer to whether it is a first access.
  await judged(page);
  const findings = page.locator('curante-findings li.block');
  await expect(findings.filter({ hasText: 'primo accesso' })).toHaveCount(1);
  await visit.getByLabel(/^Accesso successivo/).press('Space');
  await visit.getByLabel(/^Primo accesso/).press('Space');
  await expect(visit.getByLabel(/^Accesso successivo/)).not.toBeChecked();
  await visit.getByLabel(/^Note per chi esegue/).fill('soffio di nuova comparsa');
  const eyes = await addService(page, 'prima visita oculistica');
  await eyes.getByLabel(/^Priorità di/).selectOption('P');
  await eyes.getByLabel(/^Accesso successivo/).press('Space');
  await judged(page);
  await expect(findings).toHaveCount(0);
  await expect(planned(page)).toHaveCount(3);
  await expect(page.locator('[data-plan] li[data-priority=B]')).toContainText('cardiologica', {
    ignoreCase: true,
  });
  await expect(planned(page).filter({ hasText: 'branche diverse' })).not.toHaveCount(0);
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await planned(page).last().scrollIntoViewIfNeeded();
  await screenshot(page, '21-prestazioni-divise');
});

for (const scheme of ['light', 'dark'] as const) {
  test(`services and what they become are sound in ${scheme} colours and at 200 % zoom`, async () => {
    await page.emulateMedia({ colorScheme: scheme });
    await expectAccessible(page);
    await page.setViewportSize({ width: 640, height: 360 });
    await lines(page).last().scrollIntoViewIfNeeded();
    await expectAccessible(page);
    await expectWellLaidOut(page);
    await screenshot(page, `38-prestazioni-zoom-${scheme}`);
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.emulateMedia({ colorScheme: 'light' });
  });
}

test('a cyclic service counts sessions', async () => {
  const therapy = await addService(page, 'rieducazione motoria individuale');
  await therapy.getByLabel(/^Sedute di/).fill('6');
  await judged(page);
  await expect(planned(page).filter({ hasText: /rieducazione/i })).toHaveCount(1);
  // The usual cycle: more than the state's field of one digit says, and still one row.
  await therapy.getByLabel(/^Sedute di/).fill('10');
  await judged(page);
  const cycle = planned(page).filter({ hasText: /rieducazione/i });
  await expect(cycle).toHaveCount(1);
  await expect(cycle.locator('.number')).toHaveText(['10 sedute']);
  await expect(page.locator('curante-findings li.block')).toHaveCount(0);
  await page.getByRole('button', { name: /^Togli .*ieducazione/ }).click();
  await expect(lines(page)).toHaveCount(3);
});

test('a service may be at the patient’s charge, and carry the annotations of the LEA', async () => {
  const field = await addService(page, 'campo visivo');
  const options = field.getByRole('button', { name: /^Opzioni di/ });
  if (await options.isVisible()) await options.click();
  await field.getByRole('button', { name: /^Annotazioni LEA/ }).click();
  await field.getByLabel(/^Nota LEA/).fill('55');
  await field.getByLabel(/^Patologia/).fill('P7');
  await page.getByLabel('Per ricovero (H)').check();
  await judged(page);
  await expect(page.getByLabel('Suggerita da specialista (S)')).not.toBeChecked();
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await lines(page).last().scrollIntoViewIfNeeded();
  await screenshot(page, '39-prestazione-campi');
  await field.getByLabel(/^A carico del paziente/).check();
  await judged(page);
  await expect(page.locator('[data-plan] li[data-kind=white]')).toContainText('su carta');
  await expect(field.getByLabel(/^Priorità di/)).toHaveCount(0);
  await expectAccessible(page);
  await lines(page).last().scrollIntoViewIfNeeded();
  await screenshot(page, '39-prestazione-a-carico');
  await page.getByLabel('Per ricovero (H)').uncheck();
  await page.getByRole('button', { name: /^Togli .*ampo visivo/i }).click();
  await expect(lines(page)).toHaveCount(3);
});

test('what was sent shows its kind, its priority and its services', async () => {
  await confirmWarnings(page);
  await page.keyboard.press('Alt+i');
  await expect(lines(page)).toHaveCount(0);
  await expect(recipes(page)).toHaveCount(3);
  await expect(recipes(page).filter({ hasText: 'priorità B' })).toContainText('soffio di nuova');
  await expect(recipes(page).filter({ hasText: 'priorità P' })).toContainText('Accesso successivo');
  for (const recipe of await recipes(page).all()) {
    await expect(recipe).toHaveAttribute('data-state', 'accepted', { timeout: 30_000 });
  }
  await expectAccessible(page);
  await screenshot(page, '22-prestazioni-inviate');
});
