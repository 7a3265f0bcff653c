// SPDX-License-Identifier: Apache-2.0
// A doctor's own access to Sistema TS: verified, reminded of, and lent to a substitute.
import { expect, test, type Locator, type Page } from '@playwright/test';
import {
  dialog,
  expectAccessible,
  expectWellLaidOut,
  screenshot,
  signedIn,
  simulator,
} from './practice';

test.describe.configure({ mode: 'serial' });

let page: Page;

// The simulator's doctor of Lazio, whom the demonstration practice has.
const right = { user: 'FBBGLI74C52H501K', password: 'Lazio2026a', pincode: '1201000001' };
const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
const verdict = (): Locator => page.locator('[data-verdict]');
const rows = (): Locator => page.locator('tr[data-substitution]');

/** The practice's day, which begins before midnight of UTC; counted in days, since those of a clock's change have not 24 hours. */
function daysFromNow(days: number): string {
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome' }).format(Date.now());
  const day = new Date(`${today}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

async function save(more: { password?: string; pincode?: string; changed?: string }): Promise<void> {
  const form = page.getByRole('region', { name: 'Credenziali' });
  await form.getByLabel('Password', { exact: true }).fill(more.password ?? '');
  await form.getByLabel('Pincode').fill(more.pincode ?? '');
  if (more.changed) await form.getByLabel("Data dell'ultimo rinnovo").fill(more.changed);
  await button('Salva le credenziali').click();
  await expect(button('Salva le credenziali')).toBeEnabled();
  await expect(page.getByRole('status').filter({ hasText: 'Credenziali salvate' }).first()).toBeVisible();
}

async function verify(expected: string): Promise<void> {
  await expect(button("Verifica l'accesso")).toBeEnabled();
  await button("Verifica l'accesso").focus();
  await page.keyboard.press('Enter');
  await expect(verdict()).toHaveAttribute('data-verdict', expected);
}

test.beforeAll(async ({ browser }) => {
  page = await signedIn(browser);
  await page.goto('/#/sistema-ts');
  await expect(page.getByRole('heading', { name: 'Accesso al Sistema TS' })).toBeVisible();
});
test.afterAll(async () => {
  await simulator('DELETE', '/faults');
  const data = { ...right, password_changed_on: daysFromNow(0) };
  await page.request.post('/api/sistema-ts/1/SaveCredentials', { data });
  await page.request.post('/api/sistema-ts/1/RequestToken', { data: {} });
  await page.context().close();
});

test('what Sistema TS refuses is told apart', async () => {
  await verify('good');
  await expect(verdict()).toContainText('accetta utente, password, pincode');
  await expectAccessible(page);
  await expectWellLaidOut(page);

  await save({ password: 'sbagliata' });
  await verify('user_or_password');
  await expect(verdict()).toContainText('nome utente o la password');
  await save({ password: right.password, pincode: '1201000002' });
  await verify('pincode');
  await expect(verdict()).toContainText('il pincode no');
  await expectAccessible(page);
  await screenshot(page, '30-sistema-ts-pincode');

  await save({ pincode: right.pincode });
  await simulator('POST', '/tokens/expire', { user: right.user });
  await verify('second_factor_expired');
  await button('Richiedi un codice nuovo').click();
  await expect(verdict()).toHaveCount(0);
  await expect(page.getByText('Tutto a posto')).toBeVisible();
  await simulator('POST', '/faults', { kind: 'bad-gateway', operation: 'CheckToken' });
  await verify('service_down');
  await verify('good');
});

test('the doctor is reminded of the password on every page', async () => {
  await save({ changed: daysFromNow(-84) });
  const banner = page.locator('[data-access-warning]');
  await expect(banner).toContainText('fra 6 giorni');
  await page.getByRole('link', { name: /^Assistiti/ }).click();
  await expect(page.getByRole('heading', { name: 'Accesso al Sistema TS' })).toHaveCount(0);
  await expect(banner).toBeVisible();
  await expectAccessible(page);
  await screenshot(page, '31-sistema-ts-promemoria');
  await banner.getByRole('link').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Accesso al Sistema TS' })).toBeVisible();
  await save({ password: right.password, changed: daysFromNow(0) });
  await expect(banner).toHaveCount(0);
});

test('a substitution is declared once, and what became of it is listed', async () => {
  const form = page.getByRole('form', { name: 'Dichiara la sostituzione' });
  await form.getByLabel('Sostituto', { exact: true }).selectOption('Un altro medico…');
  await form.getByLabel('Codice fiscale del sostituto').fill('CNTLSE90E57H501B');
  await form.getByLabel('Cognome e nome').fill('CONTI ELISA');
  await form.getByLabel('Primo giorno').fill(daysFromNow(10));
  await form.getByLabel('Ultimo giorno').fill(daysFromNow(20));
  await form.getByLabel('comunicata alla ASL').check();
  await simulator('POST', '/faults', { kind: 'no-answer', operation: 'DichiarazioneSostituzione' });
  await button('Dichiara la sostituzione').focus();
  await page.keyboard.press('Enter');
  await expect(rows().first()).toHaveAttribute('data-state', 'uncertain', { timeout: 30_000 });
  await expect(rows().first()).toContainText('sito di Sistema TS');
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await rows().first().scrollIntoViewIfNeeded();
  await screenshot(page, '32-sostituzione-da-verificare');

  await button('La sostituzione di CONTI ELISA risulta al Sistema TS').focus();
  await page.keyboard.press('Enter');
  await expect(rows().first()).toHaveAttribute('data-state', 'accepted');

  await form.getByLabel('Sostituto', { exact: true }).selectOption('Un altro medico…');
  await form.getByLabel('Codice fiscale del sostituto').fill('CNTLSE90E57H501B');
  await form.getByLabel('Primo giorno').fill(daysFromNow(20));
  await form.getByLabel('Ultimo giorno').fill(daysFromNow(25));
  await button('Dichiara la sostituzione').click();
  await expect(page.getByText('è già stata dichiarata')).toBeVisible();
  await form.getByLabel('Primo giorno').fill(daysFromNow(21));
  await button('Dichiara la sostituzione').click();
  await expect(rows()).toHaveCount(2);
  await expect(rows().first()).toHaveAttribute('data-state', 'accepted');
  await expectAccessible(page);
  await rows().first().scrollIntoViewIfNeeded();
  await screenshot(page, '33-sostituzioni');
});

test('a declaration that never left can be discarded, once somebody has said so', async () => {
  const form = page.getByRole('form', { name: 'Dichiara la sostituzione' });
  const before = await rows().count();
  await simulator('POST', '/faults', { kind: 'wrong-certificate', times: 0 });
  await form.getByLabel('Sostituto', { exact: true }).selectOption('Un altro medico…');
  await form.getByLabel('Codice fiscale del sostituto').fill('CNTLSE90E57H501B');
  await form.getByLabel('Cognome e nome').fill('CONTI ELISA');
  await form.getByLabel('Primo giorno').fill(daysFromNow(40));
  await form.getByLabel('Ultimo giorno').fill(daysFromNow(45));
  await button('Dichiara la sostituzione').focus();
  await page.keyboard.press('Enter');
  const left_behind = page.locator('tr[data-state="not_sent"]');
  await expect(left_behind).toHaveCount(1, { timeout: 60_000 });
  await expect(left_behind).toContainText('Non inviata');
  await expect(left_behind).toContainText('il certificato del servizio non è valido');
  await expect(left_behind).not.toContainText(/SSL|certificate/);
  await expectAccessible(page);
  await left_behind.scrollIntoViewIfNeeded();
  await screenshot(page, '55-sostituzione-non-partita');

  const discard = button('Elimina la sostituzione di CONTI ELISA, che non è partita');
  await discard.focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page, 'Eliminare la dichiarazione?')).toContainText('CONTI ELISA');
  await expectAccessible(page);
  await screenshot(page, '56-sostituzione-da-eliminare');
  await page.keyboard.press('Escape');
  await expect(discard).toBeFocused();
  await expect(left_behind).toHaveCount(1);
  await page.keyboard.press('Enter');
  await dialog(page).locator('[data-confirm]').press('Enter');
  await expect(left_behind).toHaveCount(0);
  await expect(rows()).toHaveCount(before);
  await expect(form.getByLabel('Sostituto', { exact: true })).toBeFocused();
  await simulator('DELETE', '/faults');
  await page.reload();
  await expect(rows()).toHaveCount(before);
});
