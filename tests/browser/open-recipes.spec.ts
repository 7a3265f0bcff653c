// SPDX-License-Identifier: Apache-2.0
// What needs a hand is told wherever the doctor is, and stays until somebody has given it one.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { familyName, somebody } from './person';
import {
  addDrug,
  changeOwnAsl,
  changeOwnDoctor,
  confirmWarnings,
  dialog,
  expectAccessible,
  expectWellLaidOut,
  identity,
  issueAndAccept,
  openPatients,
  recipes,
  screenshot,
  signedIn,
  simulator,
} from './practice';
import { admit, ask, lines } from './prescribing';

test.describe.configure({ mode: 'serial' });

let page: Page;
const ill = somebody(familyName('Rif'), 'Rosa', 'F');
const other = somebody(familyName('Alt'), 'Aldo', 'M');
const given = somebody(familyName('Ero'), 'Elsa', 'F');

/** What the shell says of a patient's recipe, on whatever page. */
const notice = (last_name: string): Locator =>
  page.locator('[data-notice]').filter({ hasText: last_name });
const studio = (): Locator =>
  page.getByRole('navigation', { name: 'Pagine' }).getByRole('link', { name: /^Gestione Studio/ });
const row = (last_name: string): Locator =>
  page.getByRole('row').filter({ hasText: last_name }).first();

interface Open {
  needs_hand: number;
  rows: { patient: { last_name: string } }[];
}

/** The bar of pages counts what the server says is open; whether this patient's recipe is part of it. */
async function expectCounted(last_name: string, open: boolean): Promise<void> {
  const mark = studio().locator('.alarm .visually-hidden');
  await expect(async () => {
    const now = await ask<Open>(page, 'studio/1/GetOpen', {});
    expect(now.rows.some((one) => one.patient.last_name === last_name)).toBe(open);
    if (now.needs_hand === 0) await expect(mark).toHaveCount(0, { timeout: 1000 });
    else await expect(mark).toHaveText(new RegExp(`^${now.needs_hand} ricett[ae] richied`), { timeout: 1000 });
  }).toPass();
}

async function setSeen(last_name: string): Promise<void> {
  await row(last_name).getByRole('button', { name: /^Segna come vista/ }).press('Enter');
  await expect(dialog(page)).toContainText(last_name);
  await expectAccessible(page);
  await dialog(page).locator('[data-confirm]').press('Enter');
  await expect(row(last_name).getByRole('button', { name: /di nuovo come da gestire/ })).toBeVisible();
}

test.beforeAll(async ({ browser }) => {
  page = await signedIn(browser);
});
test.afterAll(async () => {
  await simulator('DELETE', '/faults');
  await page.context().close();
});

test('a refusal that comes while another chart is open is told there', async () => {
  // Long enough for the doctor to be elsewhere when the answer comes.
  await simulator('POST', '/faults', { kind: 'delay', operation: 'InvioPrescritto', delay_ms: 10_000 });
  await admit(page, ill);
  // The service knows the doctor under another ASL: it refuses (outcome 1020).
  const asl = await changeOwnAsl(page.request, '999');
  try {
    await addDrug(page, 'ramipril');
    await confirmWarnings(page);
    await page.keyboard.press('Alt+i');
    await expect(recipes(page).first()).toHaveAttribute('data-state', /waiting|checking/);
  } finally {
    await changeOwnAsl(page.request, asl);
  }
  await admit(page, other);
  await addDrug(page, 'furosemide');
  await expect(notice(ill.last_name)).toContainText('rifiutata', { timeout: 60_000 });
  await expect(notice(ill.last_name)).toContainText('RAMIPRIL');
  await expectCounted(ill.last_name, true);
  // What was being done for the other goes on.
  await expect(identity(page)).toContainText(other.fiscal_code);
  await expect(lines(page)).toHaveCount(1);
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '94-rifiutata-mentre-si-e-altrove');
});

test('the notice leads to the chart, where it says nothing twice', async () => {
  await notice(ill.last_name).getByRole('link', { name: /^Apri la cartella/ }).press('Enter');
  await expect(identity(page)).toContainText(ill.fiscal_code);
  await expect(recipes(page).first()).toHaveAttribute('data-state', 'refused');
  await expect(notice(ill.last_name)).toHaveCount(0);
  await openPatients(page);
  await expect(notice(ill.last_name)).toBeVisible();
});

test('hidden, it is counted still, until a person has seen to it', async () => {
  await notice(ill.last_name).getByRole('button', { name: /^Nascondi/ }).press('Enter');
  await expect(notice(ill.last_name)).toHaveCount(0);
  await expectCounted(ill.last_name, true);
  await page.keyboard.press('Alt+g');
  await expect(row(ill.last_name)).toHaveAttribute('data-state', 'refused');
  // Red, not amber: it needs a hand all the same.
  await page.getByRole('button', { name: /^da gestire/ }).click();
  await expect(row(ill.last_name)).toBeVisible();
  await page.getByRole('button', { name: /^tutte/ }).click();
  await expect(row(ill.last_name).locator('[data-made-by=holder]')).toHaveText(/^T/);
  await setSeen(ill.last_name);
  await expect(row(ill.last_name)).toContainText('rifiutata (vista)');
  await expectCounted(ill.last_name, false);
  await row(ill.last_name).getByRole('button', { name: /di nuovo come da gestire/ }).press('Enter');
  await expectCounted(ill.last_name, true);
  await setSeen(ill.last_name);
  await expectCounted(ill.last_name, false);
});

test('how far a pharmacy has come is asked for, and told', async () => {
  await admit(page, given);
  await addDrug(page, 'ramipril');
  const nre = await issueAndAccept(page);
  const recipe = recipes(page).first();
  const ask = recipe.getByRole('button', { name: 'Erogabilità' });
  await simulator('POST', '/recipes/state', { nre, state: 5 });
  await ask.press('Enter');
  await expect(recipe.locator('[data-dispensing=taken]')).toContainText('Presa in carico');
  await expectAccessible(page);
  await screenshot(page, '95-presa-in-carico');
  await simulator('POST', '/recipes/state', { nre, state: 8 });
  await ask.press('Enter');
  await expect(recipe.locator('[data-dispensing=dispensed]')).toContainText('Erogata');
  await expectAccessible(page);
});

test('one dispensed meanwhile is not withdrawn, and stays in sight until seen', async () => {
  const recipe = recipes(page).first();
  await recipe.getByRole('button', { name: 'Ritira' }).press('Enter');
  await dialog(page).locator('[data-confirm]').press('Enter');
  await openPatients(page);
  await expect(notice(given.last_name)).toContainText('annullamento rifiutato', { timeout: 60_000 });
  await page.keyboard.press('Alt+g');
  await expect(row(given.last_name)).toHaveAttribute('data-state', 'accepted');
  await expect(row(given.last_name)).toContainText('annullamento rifiutato');
  await page.getByRole('button', { name: /^da gestire/ }).click();
  await expect(row(given.last_name)).toBeVisible();
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '95b-annullamento-rifiutato');
  await page.getByRole('button', { name: /^tutte/ }).click();
  await setSeen(given.last_name);
  await expect(notice(given.last_name)).toHaveCount(0);
});

test('a notice that comes by itself moves nothing from under the pointer', async () => {
  await page.keyboard.press('Alt+g');
  await page.evaluate(() => window.scrollTo(0, 0));
  const list = page.locator('curante-studio-rows table');
  const recipe = await row(given.last_name).getAttribute('data-recipe');
  const filters = page.locator('.filters');
  await filters.hover();
  const at = await filters.boundingBox();
  const before = (await list.boundingBox())?.y;
  await ask(page, 'prescribing/1/MarkSeen', { recipe, seen: false });
  // The news may take longer than a pointer that rests counts as being used: it moves until they are there.
  let moved = 0;
  await expect(async () => {
    moved += 1;
    await page.mouse.move((at?.x ?? 0) + 20 + (moved % 2), (at?.y ?? 0) + (at?.height ?? 0) / 2);
    await expect(notice(given.last_name)).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });
  expect((await list.boundingBox())?.y).toBeCloseTo(before ?? 0, 0);
  await ask(page, 'prescribing/1/MarkSeen', { recipe, seen: true });
  await expect(notice(given.last_name)).toHaveCount(0);
});

test('what was withdrawn is shown alone, or not at all', async () => {
  await admit(page, somebody(familyName('Ann'), 'Anita', 'F'));
  await addDrug(page, 'ramipril');
  const nre = await issueAndAccept(page);
  await recipes(page).first().getByRole('button', { name: 'Ritira' }).press('Enter');
  await dialog(page).locator('[data-confirm]').press('Enter');
  await expect(recipes(page).first()).toHaveAttribute('data-state', 'withdrawn', { timeout: 30_000 });
  await page.keyboard.press('Alt+g');
  const withdrawn = page.getByRole('row').filter({ hasText: nre });
  await expect(withdrawn).toBeVisible();
  await page.getByLabel('Nascondi le annullate').check();
  await expect(withdrawn).toHaveCount(0);
  await page.getByRole('button', { name: /^annullate/ }).click();
  await expect(withdrawn).toBeVisible();
  await expect(page.locator('tr[data-state]:not([data-state=withdrawn])')).toHaveCount(0);
  await screenshot(page, '95c-annullate');
  await page.getByRole('link', { name: 'Storico' }).click();
  await page.getByLabel('Stato', { exact: true }).selectOption({ label: 'annullate' });
  await expect(withdrawn).toBeVisible();
  await expect(page.locator('tr[data-state]:not([data-state=withdrawn])')).toHaveCount(0);
  await page.getByLabel('Stato', { exact: true }).selectOption({ label: 'accettate' });
  await expect(withdrawn).toHaveCount(0);
  await expectAccessible(page);
  await expectWellLaidOut(page);
});

test('a code that nobody can explain is shown as it came, and to who keeps the program', async () => {
  await admit(page, somebody(familyName('Cod'), 'Carlo', 'M'));
  const { specialisation = 'F' } = await changeOwnDoctor(page.request, { specialisation: 'X' });
  try {
    await addDrug(page, 'ramipril');
    await confirmWarnings(page);
    await page.keyboard.press('Alt+i');
    await expect(recipes(page).first()).toHaveAttribute('data-state', 'refused', { timeout: 30_000 });
  } finally {
    await changeOwnDoctor(page.request, { specialisation });
  }
  const reason = recipes(page).first().locator('[data-reason="8016"]');
  await expect(reason).toContainText('specializzazione non corrispondente');
  await expect(reason).toContainText('(8016)');
  await expectAccessible(page);
  await page.getByRole('link', { name: /^Moduli/ }).click();
  const codes = page.locator('[data-unknown-codes]');
  await expect(codes.getByRole('row').filter({ hasText: '8016' })).toContainText('Sistema TS');
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '95d-codice-senza-spiegazione');
});
