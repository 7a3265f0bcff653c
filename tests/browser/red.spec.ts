// SPDX-License-Identifier: Apache-2.0
// The red pad: its numbers, «Continua come rossa», and what the ministry answered, by keyboard.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { familyName, somebody } from './person';
import {
  addDrug,
  completeLetterhead,
  confirmWarnings,
  dialog,
  expectAccessible,
  expectWellLaidOut,
  issueAndAccept,
  openPatient,
  recipes,
  register,
  screenshot,
  signedIn,
  simulator,
} from './practice';
import { ask } from './prescribing';

test.describe.configure({ mode: 'serial' });

const patient = somebody(familyName('RO'), 'Maria', 'F');
let page: Page;

const pad = String(Math.floor(Math.random() * 10_000_000)).padStart(7, '0');

const nextPad = String((Number(pad) + 1) % 10_000_000).padStart(7, '0');

/** Region and year as the doctor is offered them. */
let start = '';

/** The code of a form; its last digit is the sum of those of pad number and counter. */
function codeOf(counter: number, number = pad): string {
  const digits = number + String(counter).padStart(2, '0');
  const sum = [...digits].reduce((all, digit) => all + Number(digit), 0);
  return `${start}${digits}${sum % 10}`;
}

const block = (): Locator => page.locator('tr[data-printer="Rossa ambulatorio"]');
const redButton = (): Locator => recipes(page).first().getByRole('button', { name: 'Continua come rossa' });

async function openRedPage(): Promise<void> {
  await page.getByRole('link', { name: /^Ricette rosse/ }).click();
  await expect(page.getByRole('heading', { name: 'Ricette rosse', level: 1 })).toBeVisible();
}

/** Sends a recipe that the service refuses; it is the newest one then. */
async function issueRefused(): Promise<void> {
  await simulator('POST', '/faults', {
    kind: 'soap-fault',
    operation: 'InvioPrescritto',
    text: 'cvc-simple-type 1: dato non valido',
  });
  await addDrug(page, 'ramipril');
  await confirmWarnings(page);
  const before = await page.locator('[data-prescription]').count();
  await page.keyboard.press('Alt+i');
  await expect(page.locator('[data-prescription]')).toHaveCount(before + 1);
  await expect(recipes(page).first()).toHaveAttribute('data-state', 'refused', { timeout: 30_000 });
}

async function enterBlock(code: string): Promise<void> {
  await block().getByRole('button', { name: /^Nuovo blocchetto/ }).focus();
  await page.keyboard.press('Enter');
  await dialog(page).getByLabel('Codice della prima ricetta').fill(code);
  await page.keyboard.press('Enter');
}

test.beforeAll(async ({ browser }) => {
  page = await signedIn(browser);
});
test.afterAll(async () => {
  await simulator('DELETE', '/faults');
  await page.context().close();
});

test('a printer and its pad are entered, and a wrong code is explained', async () => {
  await openRedPage();
  await page.getByRole('button', { name: 'Aggiungi stampante' }).focus();
  await page.keyboard.press('Enter');
  await dialog(page).getByLabel('Nome della stampante').fill('Rossa ambulatorio');
  await dialog(page).getByLabel('Vassoio').fill('2');
  await dialog(page).getByLabel('Margine sinistro (mm)').fill('2.5');
  await dialog(page).getByLabel('Stampa il codice come due codici a barre').check();
  await expectAccessible(page);
  await screenshot(page, '30-stampante-rossa');

  // Printed on blank paper before it is saved, with the margins as they stand in the form.
  const asked = page.waitForRequest('**/documents/1/DrawRedTest');
  await dialog(page).getByRole('button', { name: 'Prova di stampa' }).press('Enter');
  expect((await asked).postDataJSON()).toMatchObject({ place: { left_mm: 2.5, barcodes: true } });
  const proof = page.locator('curante-document');
  await expect(proof.locator('iframe')).toHaveAttribute('src', /^blob:/);
  await expect(proof.getByRole('button', { name: 'Stampa' })).toBeEnabled();
  await expectAccessible(page);
  await screenshot(page, '41-prova-di-stampa');
  await page.keyboard.press('Escape');
  await expect(proof).toHaveCount(0);
  await expect(dialog(page).getByLabel('Margine sinistro (mm)')).toHaveValue('2.5');
  await dialog(page).getByRole('button', { name: 'Salva' }).press('Enter');
  await expect(block()).toContainText('nessun blocchetto');

  await block().getByRole('button', { name: /^Nuovo blocchetto/ }).press('Enter');
  const code = dialog(page).getByLabel('Codice della prima ricetta');
  await expect(code).toHaveValue(/^\d{5}$/);
  start = await code.inputValue();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);

  // Of another year: it may stand so on the pad, and is asked about.
  const other = `${start.slice(0, 3)}99${codeOf(98).slice(5)}`;
  await enterBlock(other);
  const question = dialog(page, 'È proprio così?');
  await expect(question).toContainText('anno 99');
  await expectAccessible(page);
  await screenshot(page, '42-blocchetto-insolito');
  await question.getByRole('button', { name: 'Correggi' }).press('Enter');
  await expect(question).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(block()).toContainText('nessun blocchetto');

  const wrong = codeOf(0).slice(0, 14) + String((Number(codeOf(0)[14]) + 1) % 10);
  await enterBlock(wrong);
  await expect(dialog(page).getByRole('alert')).toContainText('controllo parità');
  await expectAccessible(page);
  await screenshot(page, '31-blocchetto');
  await dialog(page).getByLabel('Codice della prima ricetta').fill(codeOf(98));
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toHaveCount(0);
  await expect(block()).toContainText(codeOf(98));
  await expect(block()).toContainText('2');
  await expectAccessible(page);
  await expectWellLaidOut(page);
});

test('a refused recipe goes on as red, on the form whose code is shown', async () => {
  await register(page, patient);
  await issueRefused();
  let asked = 0;
  page.on('request', (request) => (asked += request.url().endsWith('/prescribing/1/GoOnAsRed') ? 1 : 0));
  await redButton().focus();
  // Held down until the dialog is there, it is the same key still: nobody has read the code yet.
  await page.keyboard.down('Enter');
  await expect(dialog(page).locator('[data-next-code]')).toHaveText(codeOf(98));
  await expect(dialog(page).locator('[data-confirm]')).toBeFocused();
  await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await expectAccessible(page);
  await screenshot(page, '32-continua-come-rossa');
  await expect(dialog(page).locator('[data-next-code]')).toHaveText(codeOf(98));
  await expect(dialog(page).locator('[data-confirm]')).toBeFocused();
  expect(asked).toBe(0);
  const sent = page.waitForRequest('**/prescribing/1/GoOnAsRed');
  await page.keyboard.press('Enter');
  await sent;
  expect(asked).toBe(1);
  const paper = dialog(page, `Ricetta rossa ${codeOf(98)}`);
  await expect(paper).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(recipes(page).first()).toHaveAttribute('data-state', 'printed');
  await expect(redButton()).toHaveCount(0);
});

test('at the end of a pad the next one is asked for', async () => {
  await issueRefused();
  await redButton().click();
  await expect(dialog(page).locator('[data-next-code]')).toHaveText(codeOf(99));
  await dialog(page).locator('[data-confirm]').click();
  await expect(dialog(page, `Ricetta rossa ${codeOf(99)}`)).toHaveCount(1);
  await page.keyboard.press('Escape');

  await issueRefused();
  await redButton().click();
  await expect(dialog(page)).toContainText('Blocchetto esaurito');
  await expectAccessible(page);
  await screenshot(page, '33-prossimo-blocchetto');
  await dialog(page).getByLabel('Blocchetto esaurito').fill(codeOf(0, nextPad));
  await page.keyboard.press('Enter');
  await expect(dialog(page, `Ricetta rossa ${codeOf(0, nextPad)}`)).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(recipes(page).first()).toHaveAttribute('data-state', 'printed');
});

interface Issued {
  prescriptions: { recipes: { nre: string; white_number: string; paper_code: string }[] }[];
}

test('Gestione Studio names each recipe by the number it goes by', async () => {
  await completeLetterhead(page.request);
  await page.reload();
  await openPatient(page, patient);
  await addDrug(page, 'furosemide');
  const nre = await issueAndAccept(page);
  await addDrug(page, 'ramipril');
  await page.getByRole('button', { name: /^Opzioni di/ }).press('Enter');
  await page.getByRole('checkbox', { name: /^A carico del paziente/ }).check();
  await confirmWarnings(page);
  const before = await page.locator('[data-prescription]').count();
  await page.keyboard.press('Alt+i');
  await expect(page.locator('[data-prescription]')).toHaveCount(before + 1);
  await expect(recipes(page).first()).toHaveAttribute('data-state', 'accepted', { timeout: 30_000 });
  const id = /patient\/([0-9a-f-]+)/.exec(page.url())?.[1] ?? '';
  const { prescriptions } = await ask<Issued>(page, 'prescribing/1/ListForPatient', { patient: id });
  const white = prescriptions[0]?.recipes[0]?.white_number ?? '';
  expect(white).not.toBe('');

  await page.keyboard.press('Alt+g');
  const rows = page.locator('tr[data-recipe]').filter({ hasText: patient.last_name });
  await expect(rows).toHaveCount(5);
  const number = (code: string): Locator => rows.filter({ has: page.getByText(code, { exact: true }) });
  for (const code of [codeOf(98), codeOf(99)]) {
    await expect(number(code)).toContainText('ricetta rossa');
  }
  await expect(number(white)).toContainText('NRBE');
  await expect(number(nre)).toHaveCount(1);
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '39-numeri-in-gestione-studio');
});

test('the summary leads from a protocol to its recipes and their detail', async () => {
  await openRedPage();
  // It opens with what needs somebody; what is well is found by its day.
  await expect(page.getByLabel('Periodo')).toHaveValue('open');
  await expectAccessible(page);
  await screenshot(page, '43-da-sistemare');
  const files = page.locator('tr[data-file][data-outcome="clean"]');
  await page.getByRole('button', { name: 'Stato invii' }).click();
  await page.getByLabel('Periodo').selectOption('days');
  await page.getByRole('button', { name: 'Chiedi gli esiti ora' }).click();
  await expect(files.first()).toContainText('privo di errori', { timeout: 30_000 });
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '34-stato-invii');

  await files.first().getByRole('button', { name: /^Ricette del protocollo/ }).focus();
  await page.keyboard.press('Enter');
  const rows = page.locator('tr[data-code]');
  await expect(rows.first()).toHaveAttribute('data-state', 'sent');
  await expectAccessible(page);
  await screenshot(page, '35-esito-ricette');

  await rows.first().getByRole('button', { name: /^Dettaglio/ }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toContainText('Codice fiscale');
  await expect(dialog(page)).toContainText('privo di errori');
  await expectAccessible(page);
  await screenshot(page, '36-dettaglio-ricetta-rossa');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Esporta CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^ricette-rosse-.*\.csv$/);
  await expect(page.locator('[data-exported]')).toContainText(/\d/);
});

/** A red recipe whose cancellation the ministry turned away, on the form of this counter. */
async function failToCancel(counter: number): Promise<{ code: string; row: Locator }> {
  const code = codeOf(counter, nextPad);
  await openPatient(page, patient);
  await issueRefused();
  await redButton().click();
  await dialog(page).locator('[data-confirm]').click();
  await expect(dialog(page, `Ricetta rossa ${code}`)).toHaveCount(1);
  await page.keyboard.press('Escape');
  await openRedPage();
  await page.getByLabel('Periodo').selectOption('days');
  const row = page.locator(`tr[data-code="${code}"]`);
  await expect(row).toHaveAttribute('data-state', 'sent', { timeout: 30_000 });

  await simulator('POST', '/faults', {
    kind: 'soap-fault',
    operation: 'InviaFileSanita',
    times: 1,
    text: 'cvc-simple-type 1: dato non valido',
  });
  await row.dblclick();
  await dialog(page).getByRole('button', { name: 'Annulla la ricetta' }).click();
  await page.locator('[data-confirm]').click();
  await expect(row).toHaveAttribute('data-state', 'not_cancelled', { timeout: 30_000 });
  return { code, row };
}

test('a cancellation that failed is seen everywhere, and only it can be repeated', async () => {
  const { code, row } = await failToCancel(1);
  await page.getByLabel('Periodo').selectOption('open');
  await expect(row).toContainText('annullamento non riuscito');
  await expect(page.getByRole('link', { name: /^Ricette rosse.*da sistemare/ })).toBeVisible();
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '44-annullamento-non-riuscito');

  await openPatient(page, patient);
  const trouble = page.locator('[data-red-trouble="not_cancelled"]');
  await expect(trouble).toContainText("ripetere l'annullamento");
  await expectAccessible(page);
  await screenshot(page, '45-annullamento-non-riuscito-in-scheda');
  await page.keyboard.press('Alt+g');
  await expect(page.locator('tr[data-recipe].amber').filter({ hasText: code })).toContainText('non risulta annullata');

  await openRedPage();
  await row.dblclick();
  await expect(dialog(page).getByRole('button', { name: 'Invia di nuovo' })).toHaveCount(0);
  await expect(dialog(page).getByRole('button', { name: /^Ristampa/ })).toHaveCount(0);
  await expectAccessible(page);
  await dialog(page).getByRole('button', { name: "Ripeti l'annullamento" }).press('Enter');
  await page.locator('[data-confirm]').press('Enter');
  await page.getByLabel('Periodo').selectOption('days');
  await expect(row).toHaveAttribute('data-state', 'cancelled', { timeout: 30_000 });
});

test('a cancellation of what the ministry does not hold is settled in the chart', async () => {
  const { code, row } = await failToCancel(2);
  await row.dblclick();
  await expect(dialog(page).getByRole('button', { name: "Non c'è: è annullata" })).toBeVisible();
  await expectAccessible(page);
  await screenshot(page, '46-annullamento-da-verificare');
  await page.keyboard.press('Escape');

  await openPatient(page, patient);
  const trouble = page.locator('[data-red-trouble="not_cancelled"]');
  const gone = trouble.getByRole('button', { name: "Non c'è: è annullata" });
  await expect(gone).toBeVisible();
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '47-annullamento-da-verificare-in-scheda');
  await gone.press('Enter');
  const question = dialog(page, "La ricetta rossa non c'è");
  await expect(question).toContainText(code);
  await expectAccessible(page);
  await screenshot(page, '48-non-risulta-al-ministero');
  await page.locator('[data-confirm]').press('Enter');
  await expect(trouble).toHaveCount(0, { timeout: 30_000 });

  await page.keyboard.press('Alt+g');
  const studio = page.locator('tr[data-recipe]').filter({ hasText: code });
  await expect(studio).toContainText('ricetta rossa');
  await expect(studio).not.toContainText('NRBE');
  await openRedPage();
  await page.getByLabel('Periodo').selectOption('days');
  await expect(row).toHaveAttribute('data-state', 'cancelled');
  await row.dblclick();
  await expect(dialog(page).locator('[data-finding]')).toContainText("non c'era");
  await screenshot(page, '49-verifica-annotata');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
});

test('a cancelled recipe is cancelled at the ministry, too', async () => {
  await page.getByLabel('Periodo').selectOption('days');
  const rows = page.locator('tr[data-code][data-state="sent"]');
  await expect(rows.first()).toBeVisible();
  const code = (await rows.first().getAttribute('data-code')) ?? '';
  await rows.first().dblclick();
  await dialog(page).getByRole('button', { name: 'Annulla la ricetta' }).click();
  await page.locator('[data-confirm]').click();
  await expect(page.locator(`tr[data-code="${code}"]`)).toHaveAttribute('data-state', 'cancelled', {
    timeout: 30_000,
  });
});

test('a pad that lies upside down is counted backwards, to its end', async () => {
  const upside = String((Number(pad) + 2) % 10_000_000).padStart(7, '0');
  await openRedPage();
  await block().getByRole('button', { name: /^Nuovo blocchetto/ }).press('Enter');
  await dialog(page).getByLabel('Codice della prima ricetta').fill(codeOf(1, upside));
  await dialog(page).getByLabel("conta all'indietro").check();
  await expectAccessible(page);
  await dialog(page).getByRole('button', { name: 'Salva' }).press('Enter');
  await expect(dialog(page)).toHaveCount(0);
  await expect(block()).toContainText('decrescente');
  await expect(block()).toContainText(codeOf(1, upside));
  await expectAccessible(page);
  await screenshot(page, '93-blocchetto-decrescente');

  await openPatient(page, patient);
  for (const counter of [1, 0]) {
    await issueRefused();
    await redButton().click();
    await expect(dialog(page).locator('[data-next-code]')).toHaveText(codeOf(counter, upside));
    await dialog(page).locator('[data-confirm]').click();
    await expect(dialog(page, `Ricetta rossa ${codeOf(counter, upside)}`)).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(recipes(page).first()).toHaveAttribute('data-state', 'printed');
  }
  await issueRefused();
  await redButton().click();
  await expect(dialog(page)).toContainText('Blocchetto esaurito');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
});

/** A draft «su carta» for the open patient; it is the newest prescription then. */
async function issueOnPaper(drug = 'ramipril'): Promise<void> {
  await addDrug(page, drug);
  await page.getByLabel('Su carta').check();
  await confirmWarnings(page);
  const before = await page.locator('[data-prescription]').count();
  await page.keyboard.press('Alt+i');
  await expect(page.locator('[data-prescription]')).toHaveCount(before + 1);
  await expect(recipes(page).first()).toHaveAttribute('data-state', 'printed');
}

interface Open {
  needs_hand: number;
  rows: { recipe: string }[];
}

/** Whether the doctor is reminded of it on every page: the bar counts what the server says is open. */
async function expectReminded(recipe: string, reminded: boolean): Promise<void> {
  const { account } = await ask<{ account: string }>(page, 'accounts/1/WhoAmI', {});
  const studio = page.getByRole('navigation', { name: 'Pagine' }).getByRole('link', { name: /^Gestione Studio/ });
  const mark = studio.locator('.alarm .visually-hidden');
  await expect(async () => {
    const now = await ask<Open>(page, 'studio/1/GetOpen', { concerns: account });
    expect(now.rows.some((one) => one.recipe === recipe)).toBe(reminded);
    if (now.needs_hand === 0) await expect(mark).toHaveCount(0, { timeout: 1000 });
    else await expect(mark).toHaveText(new RegExp(`^${now.needs_hand} ricett[ae] richied`), { timeout: 1000 });
  }).toPass({ timeout: 15_000 });
}

test('one whose form was not printed is withdrawn in the chart, and its mark goes', async () => {
  // Not what was refused before: prescribed again, that would be reminded of no more.
  await issueOnPaper('furosemide');
  await expect(dialog(page, 'Stampare su ricetta rossa?')).toContainText('Blocchetto esaurito');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  const recipe = recipes(page).first();
  await expect(recipe).toContainText('Da stampare su ricetta rossa');
  await expect(recipe.locator('[data-go-on-as-red]')).toHaveText('Stampa su ricetta rossa');
  const id = (await recipe.getAttribute('data-recipe')) ?? '';
  await expectReminded(id, true);
  await recipe.getByRole('button', { name: 'Ritira' }).press('Enter');
  const question = dialog(page, 'Ritirare la ricetta?');
  await expect(question).toContainText('Non è ancora su un foglio rosso');
  await expectAccessible(page);
  await screenshot(page, '141-ritirata-prima-del-foglio');
  await question.locator('[data-confirm]').press('Enter');
  await expect(recipe).toHaveAttribute('data-state', 'withdrawn');
  await expect(recipe).toContainText(/annullata prima di essere stampata/i);
  await expect(recipe).not.toContainText('ritirare il foglio');
  await expect(recipe.getByRole('button', { name: 'Ritira' })).toHaveCount(0);
  await expect(recipe.locator('[data-go-on-as-red]')).toHaveCount(0);
  await expectReminded(id, false);
});

const paperPad = String((Number(pad) + 3) % 10_000_000).padStart(7, '0');
const otherPad = String((Number(pad) + 4) % 10_000_000).padStart(7, '0');

test('a draft on paper asks for the next pad itself, and its form comes up to be printed', async () => {
  // The pads in this printer lie upside down.
  await issueOnPaper();
  const asked = dialog(page, 'Stampare su ricetta rossa?');
  await expect(asked).toContainText('Blocchetto esaurito');
  await expectAccessible(page);
  await screenshot(page, '135-su-carta-prossimo-blocchetto');
  await asked.getByLabel('Blocchetto esaurito').fill(codeOf(2, paperPad));
  await page.keyboard.press('Enter');
  await expect(dialog(page, `Ricetta rossa ${codeOf(2, paperPad)}`)).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(recipes(page).first()).toContainText(codeOf(2, paperPad));

  // With forms in the printer nothing is asked.
  await issueOnPaper();
  await expect(dialog(page, `Ricetta rossa ${codeOf(1, paperPad)}`)).toHaveCount(1);
  await expect(page.locator('curante-document iframe')).toHaveAttribute('src', /^blob:/);
  await expectAccessible(page);
  await screenshot(page, '136-su-carta-modulo');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
});

test('with two printers it is asked once on which one', async () => {
  await openRedPage();
  await page.getByRole('button', { name: 'Aggiungi stampante' }).press('Enter');
  await dialog(page).getByLabel('Nome della stampante').fill('Rossa studio');
  await dialog(page).getByRole('button', { name: 'Salva' }).press('Enter');
  const other = page.locator('tr[data-printer="Rossa studio"]');
  await other.getByRole('button', { name: /^Nuovo blocchetto/ }).press('Enter');
  await dialog(page).getByLabel('Codice della prima ricetta').fill(codeOf(0, otherPad));
  await page.keyboard.press('Enter');
  await expect(other).toContainText(codeOf(0, otherPad));
  await expect(page.locator('[data-make-usual]')).toHaveCount(2);
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '137-due-stampanti-rosse');

  await openPatient(page, patient);
  await issueOnPaper();
  const asked = dialog(page, 'Stampare su ricetta rossa?');
  await asked.getByLabel('Stampante', { exact: true }).selectOption('Rossa studio');
  await expect(asked.locator('[data-next-code]')).toHaveText(codeOf(0, otherPad));
  await expect(asked.getByLabel(/^Stampante abituale/)).toBeChecked();
  await expectAccessible(page);
  await screenshot(page, '138-stampante-abituale');
  await asked.locator('[data-confirm]').press('Enter');
  await expect(dialog(page, `Ricetta rossa ${codeOf(0, otherPad)}`)).toHaveCount(1);
  await page.keyboard.press('Escape');

  await issueOnPaper();
  await expect(dialog(page, `Ricetta rossa ${codeOf(1, otherPad)}`)).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);

  await openRedPage();
  await expect(other).toContainText('abituale');
  await block().getByRole('button', { name: /^Usa Rossa ambulatorio/ }).press('Enter');
  await expect(block()).toContainText('abituale');
  await expect(other.locator('[data-make-usual]')).toHaveCount(1);
});

test('red forms are printed in one go, each printer’s in the order of its sheets', async () => {
  await page.keyboard.press('Alt+g');
  await page.locator('[data-pick-red]').press('Enter');
  const boxes = page.locator('tr[data-recipe] input[type="checkbox"]:checked');
  await expect(boxes.first()).toBeVisible();
  const count = await boxes.count();
  expect(count).toBeGreaterThanOrEqual(4);
  await page.keyboard.press('Alt+b');
  const asked = dialog(page, 'Fogli nella stampante «Rossa ambulatorio»');
  await expect(asked).toContainText(codeOf(1, paperPad));
  const text = (await asked.textContent()) ?? '';
  expect(text.indexOf(codeOf(2, paperPad))).toBeLessThan(text.indexOf(codeOf(1, paperPad)));
  expect(text).not.toContain(codeOf(0, otherPad));
  await expectAccessible(page);
  await screenshot(page, '139-fogli-nella-stampante');
  await asked.locator('[data-confirm]').press('Enter');
  const viewer = page.locator('curante-document');
  await expect(viewer).toContainText('ricette rosse per «Rossa ambulatorio»');
  await expect(viewer.locator('iframe')).toHaveAttribute('src', /^blob:/);
  const noted = page.waitForRequest('**/red-recipes/1/NotePrinted');
  // Without a window there is no printer: asked for one, the browser ends the page a while later.
  const frame = viewer.locator('iframe');
  await frame.evaluate((it) => {
    Object.defineProperty(it, 'contentWindow', { configurable: true, value: { print: () => undefined } });
  });
  await viewer.getByRole('button', { name: 'Stampa' }).press('Enter');
  await noted;
  await frame.evaluate((it) => Reflect.deleteProperty(it, 'contentWindow'));
  await expectAccessible(page);
  await screenshot(page, '140-ricette-rosse-insieme');
  await page.keyboard.press('Escape');
  const second = dialog(page, 'Fogli nella stampante «Rossa studio»');
  await expect(second).toContainText(codeOf(1, otherPad));
  await second.getByRole('button', { name: 'Non stampare' }).press('Enter');
  await expect(dialog(page)).toHaveCount(0);

  // Those of the first printer are on their sheets now; no number was taken for it.
  await page.locator('[data-pick-red]').press('Enter');
  await expect(boxes).toHaveCount(2);
  await openRedPage();
  await expect(block()).toContainText(codeOf(0, paperPad));
});

test('at the end of work the summary is offered', async () => {
  await page.keyboard.press('Alt+p');
  await page.getByRole('button', { name: 'Esci' }).click();
  await expect(dialog(page)).toContainText('sono state stampate ricette rosse');
  await expectAccessible(page);
  await screenshot(page, '37-riepilogo-alla-chiusura');
  await page.locator('[data-confirm]').click();
  await expect(page.getByRole('heading', { name: 'Ricette rosse', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'Esci', exact: true }).click();
  await dialog(page).getByRole('button', { name: 'Esci senza vederlo' }).click();
  await expect(page.getByLabel('Nome utente')).toBeVisible();
});
