// SPDX-License-Identifier: Apache-2.0
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { checkLetter, familyName, somebody } from './person';
import {
  addDrug,
  chooseNote,
  changeOwnAsl,
  choices,
  confirmWarnings,
  dialog,
  drugField,
  expectAccessible,
  expectWellLaidOut,
  fillPatient,
  identity,
  issueAndAccept,
  issueButton,
  nrePattern,
  openPatient,
  openPatients,
  password,
  recipes,
  register,
  screenshot,
  searchField,
  signIn,
  simulator,
  simulatorAdmin,
  user,
} from './practice';

const maria = somebody(familyName('PRO'), 'MARIA LUISA', 'F');
const mario = somebody(familyName('TES'), 'MARIO', 'M');

test.describe.configure({ mode: 'serial' });

let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  context = await browser.newContext();
  page = await context.newPage();
});
test.afterAll(async () => {
  await context.close();
});

test('a wrong password is told plainly, the right one opens the practice', async () => {
  await page.goto('/');
  await expectAccessible(page);
  await page.getByLabel('Nome utente').fill(user);
  await page.getByLabel('Password').fill('non-questa');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-code=credentials-wrong]')).toBeVisible();
  await expect(page.getByLabel('Password')).toBeFocused();
  await screenshot(page, '01-accesso');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await expect(searchField(page)).toBeFocused();
});

test('a patient is registered, and a wrong check letter is refused', async () => {
  await page.keyboard.press('Alt+n');
  const right = maria.fiscal_code;
  const wrong = right.slice(0, 15) + (checkLetter(right.slice(0, 15)) === 'A' ? 'B' : 'A');
  await fillPatient(page, { ...maria, fiscal_code: wrong });
  await page.getByRole('button', { name: 'Salva', exact: true }).click();
  await expect(page.locator('[data-code=fiscal-code-check-letter]')).toBeVisible();
  await expectAccessible(page);
  await screenshot(page, '02-registrazione');
  await dialog(page).getByLabel('Codice fiscale').fill(right);
  await page.getByRole('button', { name: 'Salva', exact: true }).click();
  await expect(identity(page)).toContainText(maria.last_name);
  await register(page, mario);
});

test('the search takes parts of names, and an older answer never replaces a newer', async () => {
  await openPatients(page);
  let letOld = (): void => undefined;
  const old = new Promise<void>((resolve) => (letOld = resolve));
  const first = maria.last_name.slice(0, 3);
  await page.route('**/chart/1/SearchPatients', async (route) => {
    const asked = (route.request().postDataJSON() as { text: string }).text;
    if (asked === first) await old;
    await route.continue().catch(() => undefined); // the page has cancelled it
  });
  await page.keyboard.type(first);
  await expect(searchField(page)).toHaveAttribute('aria-busy', 'true');
  await page.keyboard.type(`${maria.last_name.slice(3)} luis`);
  await expect(choices(page)).toHaveCount(1);
  letOld();
  await expect(choices(page)).toHaveCount(1);
  await expect(choices(page).first()).toContainText(maria.fiscal_code);
  await expectAccessible(page);
  await screenshot(page, '03-ricerca');
  await page.unroute('**/chart/1/SearchPatients');
  await page.keyboard.press('Enter');
  await expect(identity(page)).toContainText(maria.fiscal_code);
});

test('an allergy is always in sight', async () => {
  await page.keyboard.press('Alt+a');
  const form = dialog(page);
  await form.getByRole('textbox', { name: 'Sostanza' }).fill('Penicilline');
  await form.getByRole('combobox', { name: 'Farmaci che riguarda' }).fill('J01C');
  await expect(choices(page).first()).toContainText('J01C');
  await page.keyboard.press('Enter');
  await form.getByLabel('Reazione', { exact: true }).fill('orticaria');
  await expectAccessible(page);
  await form.getByRole('button', { name: 'Salva' }).click();
  await expect(page.locator('[data-allergies]')).toContainText('Penicilline');
});

test('the rules speak before sending', async () => {
  await addDrug(page, 'amoxicillina');
  await page.keyboard.type('12');
  const findings = page.locator('curante-findings');
  await expect(findings.locator('li.block')).toBeVisible();
  await expect(issueButton(page)).toBeDisabled();
  // Who sends all the same is led to what stands against it, out of sight as it may be.
  await page.keyboard.press('Alt+i');
  await expect(findings.locator('li.block').first()).toBeFocused();
  await page.locator('curante-line-editor').getByRole('spinbutton').fill('0');
  await expect(findings.locator('li.block')).toBeVisible();
  await page.locator('curante-line-editor').getByRole('spinbutton').fill('1');
  await expect(findings.locator('li.block')).toHaveCount(0);
  await expect(findings.locator('li.confirm').first()).toContainText('Penicilline');
  await expect(issueButton(page)).toBeDisabled();
  await page.keyboard.press('Alt+i');
  await expect(page.getByLabel('Motivo per proseguire').first()).toBeFocused();
  await expectAccessible(page);
  await screenshot(page, '04-regole');
});

test('a prescription is accepted with its NRE, and its promemoria opens', async () => {
  await page.getByLabel(/Posologia di/).fill('1 compressa ogni 12 ore per 6 giorni');
  const nre = await issueAndAccept(page);
  await expect(page.locator('curante-line-editor')).toHaveCount(0);
  await expect(drugField(page)).toBeFocused();
  await expectAccessible(page);
  await screenshot(page, '05-accettata');
  const answer = page.waitForResponse('**/files/documents/1/Read*');
  await recipes(page).first().getByRole('button', { name: 'Promemoria' }).click();
  const file = await answer;
  expect(file.headers()['content-type']).toContain('application/pdf');
  // The page has kept the octets for its viewer; ask for them once more.
  const again = await context.request.get(file.url(), { headers: file.request().headers() });
  expect((await again.body()).subarray(0, 5).toString()).toBe('%PDF-');
  const viewer = dialog(page, `Promemoria ${nre}`);
  await expect(viewer.locator('iframe')).toHaveAttribute('src', /^blob:/);
  await expect(viewer.getByRole('button', { name: 'Stampa' })).toBeEnabled();
  await expectAccessible(page);
  await screenshot(page, '06-promemoria');
  // Who clicks into the browser's own PDF viewer stays there: the next Space must not print.
  const frame = await viewer.locator('iframe').boundingBox();
  await page.mouse.click((frame?.x ?? 0) + 600, (frame?.y ?? 0) + 300);
  await expect(viewer.getByRole('button', { name: 'Stampa' })).not.toBeFocused();
  await viewer.getByRole('button', { name: /^Chiudi/ }).click();
  await expect(viewer).toHaveCount(0);
  await expect(recipes(page).first().getByRole('button', { name: 'Promemoria' })).toBeFocused();
});

test('a double click issues once', async () => {
  const before = await page.locator('[data-prescription]').count();
  await addDrug(page, 'furosemide');
  await confirmWarnings(page);
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/prescribing/1/Issue')) {
      sent.push((request.postDataJSON() as { draft: { id: string } }).draft.id);
    }
  });
  await issueButton(page).dblclick();
  await expect(page.locator('[data-prescription]')).toHaveCount(before + 1);
  await expect(recipes(page).first()).toHaveAttribute('data-state', 'accepted', { timeout: 30_000 });
  expect(new Set(sent).size).toBe(1);
});

test('a lost answer is asked after, and the prescription is there once', async () => {
  const before = await page.locator('[data-prescription]').count();
  await addDrug(page, 'ramipril');
  await confirmWarnings(page);
  await page.route('**/prescribing/1/Issue', async (route) => {
    await route.fetch(); // the server has taken it; the answer gets lost
    await route.abort('connectionreset');
  });
  await page.keyboard.press('Alt+i');
  await expect(page.getByText('Non si sa ancora se questa prescrizione')).toBeVisible();
  await expect(page.locator('curante-line-editor').getByRole('spinbutton')).toBeDisabled();
  await screenshot(page, '07-esito-ignoto');
  await page.unroute('**/prescribing/1/Issue');
  await page.reload();
  await expect(page.getByText('Non si sa ancora se questa prescrizione')).toBeVisible();
  await page.getByRole('button', { name: "Verifica e completa l'invio" }).click();
  await expect(page.locator('curante-line-editor')).toHaveCount(0);
  await expect(page.locator('[data-prescription]')).toHaveCount(before + 1);
  await expect(recipes(page).first()).toHaveAttribute('data-state', 'accepted', { timeout: 30_000 });
});

test('a long-term therapy is begun and renewed', async () => {
  await page.getByRole('button', { name: 'Aggiungi terapia' }).click();
  const form = dialog(page);
  await form.getByRole('combobox', { name: 'Farmaco' }).fill('metformina');
  await expect(choices(page).first()).toContainText('METFORMINA', { ignoreCase: true });
  await page.keyboard.press('Enter');
  await form.getByLabel('Posologia').fill('1 compressa a pranzo e cena');
  await form.getByRole('button', { name: 'Salva' }).click();
  await expect(page.locator('curante-chart')).toContainText('1 compressa a pranzo e cena');
  await page.keyboard.press('Alt+r');
  await expect(dialog(page).locator('li')).toContainText('mai prescritta');
  await expect(dialog(page).getByRole('button', { name: 'Aggiungi 1 terapia' })).toBeFocused();
  await expectAccessible(page);
  await screenshot(page, '08-rinnovo');
  await page.keyboard.press('Enter');
  await expect(page.locator('curante-line-editor')).toContainText('rinnovo');
  await issueAndAccept(page);
  await page.keyboard.press('Alt+r');
  await expect(dialog(page).locator('li')).toContainText('finisce tra 14 giorni');
  await expect(dialog(page).locator('[data-all]')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
});

test('two windows show two patients, and nothing typed for one appears under the other', async () => {
  await addDrug(page, 'atorvastatina');
  await chooseNote(page, '13');
  const posology = `solo per ${maria.last_name}`;
  await page.getByLabel(/Posologia di/).fill(posology);
  await page.getByLabel('Testo della visita').fill(`visita di ${maria.last_name}`);
  const other = await context.newPage();
  await other.goto('/');
  await openPatient(other, mario);
  await expect(other.locator('curante-line-editor')).toHaveCount(0);
  await expect(other.getByLabel('Testo della visita')).toHaveValue('');
  await addDrug(other, 'furosemide');
  // The first window turns to the second's patient, and finds neither's draft.
  await openPatient(page, mario);
  await expect(page.locator('curante-line-editor')).toHaveCount(0);
  await expect(page.getByLabel('Testo della visita')).toHaveValue('');
  await expect(page.locator('body')).not.toContainText(posology);
  const reminder = page.getByRole('region', { name: 'Bozze non inviate' });
  await expect(reminder).toContainText(maria.last_name);
  await expectAccessible(page);
  await screenshot(page, '09-due-finestre');
  await reminder.getByRole('link').click();
  await expect(identity(page)).toContainText(maria.fiscal_code);
  await expect(page.getByLabel(/Posologia di/)).toHaveValue(posology);
  await expect(page.getByLabel('Testo della visita')).toHaveValue(`visita di ${maria.last_name}`);
  await other.close();
  await page.getByRole('button', { name: 'Registra' }).click();
  await expect(page.locator('curante-diary li').first()).toContainText(`visita di ${maria.last_name}`);
  await page.getByRole('button', { name: 'Scarta la bozza' }).click();
  await dialog(page).getByRole('button', { name: 'Scarta la bozza' }).click();
  await expect(page.locator('curante-line-editor')).toHaveCount(0);
});

test('a duplicated window does not take the draft along', async () => {
  await addDrug(page, 'ramipril');
  const opened = context.waitForEvent('page');
  await page.evaluate(() => void window.open(window.location.href));
  const copy = await opened;
  await expect(copy.getByText("aperta in un'altra finestra")).toBeVisible();
  await expect(copy.locator('curante-line-editor')).toHaveCount(0);
  await copy.close();
  await page.reload();
  await expect(page.locator('curante-line-editor')).toHaveCount(1);
  await page.getByRole('button', { name: /^Togli/ }).click();
  await expect(page.locator('curante-line-editor')).toHaveCount(0);
});

test('what another window prescribes meanwhile is told before sending', async () => {
  const other = await context.newPage();
  await other.goto('/');
  await openPatient(other, maria);
  await addDrug(other, 'allopurinolo');
  await expect(issueButton(other)).toBeEnabled();
  const lately = other.locator('curante-findings [data-code=prescribed-today]');
  await expect(lately).toHaveCount(0);
  await addDrug(page, 'allopurinolo');
  await issueAndAccept(page);
  await expect(lately).toBeVisible();
  await other.close();
});

test('a session that ends keeps the screen and what was typed', async () => {
  await page.getByLabel('Testo della visita').fill('scritto prima della scadenza');
  await context.clearCookies();
  // Whatever asks next finds the session ended, which may be the screen itself before the doctor.
  await page.getByRole('button', { name: 'Registra' }).dispatchEvent('click');
  const door = dialog(page, 'La sessione è scaduta');
  await expect(door.getByLabel('Nome utente')).toHaveValue(user);
  await expectAccessible(page);
  await door.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByLabel('Testo della visita')).toHaveValue('scritto prima della scadenza');
  await page.getByRole('button', { name: 'Registra' }).click();
  await expect(page.locator('curante-diary li').first()).toContainText('prima della scadenza');
});

test('the chart takes problems', async () => {
  await page.getByRole('button', { name: 'Aggiungi problema' }).click();
  const form = dialog(page);
  await form.getByRole('combobox').fill('ipertensione');
  await expect(choices(page).first()).toContainText('pertensi', { ignoreCase: true });
  await page.keyboard.press('Enter');
  await form.getByLabel('Cronico').check();
  await expectAccessible(page);
  await form.getByRole('button', { name: 'Salva' }).click();
  await expect(page.locator('curante-chart section').first()).toContainText('cronico');
});

test('Gestione Studio withdraws after asking, and repeats', async () => {
  await page.keyboard.press('Alt+g');
  const mine = page.getByRole('row').filter({ hasText: maria.last_name });
  const row = mine.filter({ hasText: 'FUROSEMIDE' }).first();
  await expect(row).toHaveAttribute('data-state', 'accepted');
  await expect(row).toContainText(nrePattern);
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '10-studio');
  await row.getByRole('button', { name: /^Ritira/ }).click();
  const question = dialog(page, 'Ritirare la ricetta?');
  await expect(question).toContainText(maria.last_name);
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Ritira la ricetta' }).click();
  await expect(row).toHaveAttribute('data-state', 'withdrawn', { timeout: 30_000 });
  await row.getByRole('button', { name: /^Ripeti/ }).click();
  await expect(identity(page)).toContainText(maria.fiscal_code);
  await expect(page.locator('curante-line-editor')).toHaveCount(1);
  await expect(page.locator('curante-line-editor')).toContainText('FUROSEMIDE');
  await page.reload();
  await expect(page.locator('curante-line-editor')).toHaveCount(1);
  await issueAndAccept(page);
});

test('a refusal is told in plain words, with what to do', async () => {
  test.skip(!simulatorAdmin, 'CURANTE_SIMULATOR_ADMIN names no simulator');
  // The service knows the doctor under another ASL: it refuses (outcome 1020).
  const asl = await changeOwnAsl(context.request, '999');
  try {
    await addDrug(page, 'atorvastatina');
    await chooseNote(page, '13');
    await confirmWarnings(page);
    await page.keyboard.press('Alt+i');
    const newest = recipes(page).first();
    await expect(newest).toHaveAttribute('data-state', 'refused', { timeout: 30_000 });
    await expect(newest).toContainText('1020');
    await expect(newest).toContainText('Che cosa fare:');
    await expectAccessible(page);
    await screenshot(page, '17-rifiutata');
    // What the advice says to do can be done on the screen.
    await page.getByRole('link', { name: /Utenti/ }).click();
    await page.getByRole('row').filter({ hasText: user }).getByRole('button').last().click();
    await expect(dialog(page).getByLabel('ASL (3 cifre)')).toHaveValue('999');
    await expectAccessible(page);
    await dialog(page).getByLabel('ASL (3 cifre)').fill(asl);
    await dialog(page).getByRole('button', { name: 'Salva' }).click();
    await expect(dialog(page)).toHaveCount(0);
  } finally {
    expect(await changeOwnAsl(context.request, asl)).toBe(asl);
  }
});

test('what waits while Sistema TS is down goes by itself when it is back', async () => {
  test.skip(!simulatorAdmin, 'CURANTE_SIMULATOR_ADMIN names no simulator');
  await openPatient(page, mario);
  await simulator('POST', '/faults', { kind: 'bad-gateway', times: 0 });
  await addDrug(page, 'furosemide');
  await confirmWarnings(page);
  await page.keyboard.press('Alt+i');
  await expect(recipes(page).first()).toHaveAttribute('data-state', /waiting|checking/);
  const down = page.locator('[data-transmitter-down]');
  await expect(down).toBeVisible({ timeout: 30_000 });
  // Since when, and what still works.
  await expect(down.locator('strong')).toContainText(/ non risponde dalle (.* )?\d{1,2}:\d{2}\.$/);
  await expect(down).toContainText('Cartella e prescrizione funzionano');
  await expect(down).toContainText('partono da sole, in ordine, appena il servizio torna');
  await expect(down).toContainText('In attesa:');
  await expectAccessible(page);
  await screenshot(page, '11-servizio-fermo');
  await simulator('DELETE', '/faults');
  await expect(page.locator('[data-transmitter-down]')).toHaveCount(0, { timeout: 45_000 });
  await expect(recipes(page).first()).toHaveAttribute('data-state', 'accepted', { timeout: 45_000 });
});

test('Sistema TS: the state shows, and a wrong token is refused with a remedy', async () => {
  await page.getByRole('link', { name: /Sistema TS/ }).click();
  await expect(page.getByRole('heading', { name: 'Situazione' })).toBeVisible();
  await page.getByLabel('Codice ricevuto').fill('non è un codice');
  await page.getByRole('button', { name: 'Salva il codice' }).click();
  await expect(page.locator('curante-sistema-ts [data-code]')).toBeVisible();
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '12-sistema-ts');
  await page.getByRole('button', { name: 'Richiedi un codice nuovo' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Richiesta inviata' }).first()).toBeVisible();
});

test('accounts: a wrong present password does not end the session', async () => {
  await page.getByRole('link', { name: /Utenti/ }).click();
  await page.getByLabel('Password attuale').fill('non-questa');
  await page.getByLabel('Password nuova', { exact: true }).fill('Una-password-nuova-1');
  await page.getByLabel('Password nuova, di nuovo').fill('Una-password-nuova-1');
  await page.getByRole('button', { name: 'Cambia password' }).click();
  await expect(page.locator('curante-account [data-code]')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: user }).first()).toBeVisible();
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '13-utenti');
});

test('the server going away is told, with what still works', async () => {
  await openPatient(page, maria);
  await page.route('**/api/**', (route) => route.abort('connectionrefused'));
  await page.getByLabel('Testo della visita').fill('resta qui');
  await page.getByRole('button', { name: 'Registra' }).click();
  await expect(page.getByText(/Il server dello studio non risponde dalle/)).toBeVisible();
  await expect(page.getByLabel('Testo della visita')).toHaveValue('resta qui');
  await screenshot(page, '14-server-fermo');
  await page.unroute('**/api/**');
  await expect(page.getByText(/Il server dello studio non risponde dalle/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Registra' }).click();
  await expect(page.locator('curante-diary li').filter({ hasText: 'resta qui' })).toHaveCount(1);
});

for (const scheme of ['light', 'dark'] as const) {
  test(`the chart is sound in ${scheme} colours and at 200 % zoom`, async () => {
    await page.emulateMedia({ colorScheme: scheme });
    await addDrug(page, 'amoxicillina');
    await expect(page.locator('curante-findings li').first()).toBeVisible();
    await expectAccessible(page);
    await expectWellLaidOut(page);
    await screenshot(page, `15-cartella-${scheme}`);
    await page.setViewportSize({ width: 640, height: 360 });
    await expectAccessible(page);
    await expectWellLaidOut(page);
    await screenshot(page, `16-zoom-${scheme}`);
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.getByRole('button', { name: /^Togli/ }).first().click();
    await expect(page.locator('curante-line-editor')).toHaveCount(0);
  });
}

test('the way out ends the session', async () => {
  await page.getByRole('button', { name: 'Esci' }).click();
  await expect(page.getByLabel('Nome utente')).toBeVisible();
  await page.goto('/#/studio');
  await expect(page.getByLabel('Nome utente')).toBeVisible();
});

test('somebody signed in finds the keys', async () => {
  await signIn(page);
  await page.keyboard.press('Alt+k');
  await expect(dialog(page, 'Scorciatoie')).toContainText('Alt+P');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
});
