// SPDX-License-Identifier: Apache-2.0
// A secretary prepares, a doctor approves: two people, two windows.
import { expect, test, type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { familyName, somebody, type Person } from './person';
import {
  addDrug,
  dialog,
  expectAccessible,
  expectWellLaidOut,
  issueButton,
  openPatient,
  recipes,
  screenshot,
  searchField,
  signIn,
} from './practice';
import { admit, ask, beginTherapy, judged, lines, packs, planned } from './prescribing';

test.describe.configure({ mode: 'serial' });

const secretary = { user: `segreteria${Date.now()}`, password: 'Tre-parole-a-caso-42' };
const note = 'La chiede la figlia, passa lunedì';
const people: Person[] = [];
let contexts: BrowserContext[] = [];
let doctor: Page;
let desk: Page;
let doctor_id = '';
/** What waited for the doctor before this test: the practice is used by others, too. */
let waited = 0;

async function window(browser: Browser): Promise<Page> {
  const context = await browser.newContext();
  contexts.push(context);
  return context.newPage();
}

test.beforeAll(async ({ browser }) => {
  doctor = await window(browser);
  await signIn(doctor);
  doctor_id = (await ask<{ account: string }>(doctor, 'accounts/1/WhoAmI', {})).account;
  const asked = { doctor: doctor_id, limit: 1 };
  waited = (await ask<{ waiting: number }>(doctor, 'prescribing/1/ListPrepared', asked)).waiting;
  const account = {
    user_name: secretary.user,
    display_name: 'Anna Verdi',
    role: 'collaboratore',
  };
  await ask(doctor, 'accounts/1/SaveAccount', { account, password: secretary.password });
  desk = await window(browser);
  await desk.goto('/');
  await desk.getByLabel('Nome utente').fill(secretary.user);
  await desk.getByLabel('Password').fill(secretary.password);
  await desk.keyboard.press('Enter');
  await expect(searchField(desk)).toBeVisible();
});
test.afterAll(async () => {
  for (const context of contexts) await context.close();
  contexts = [];
});

function rows(page: Page): Locator {
  return page.locator('tr[data-prepared]');
}

function rowOf(page: Page, person: Person): Locator {
  return rows(page).filter({ hasText: person.last_name });
}

/** Somebody with long-term therapies; the doctor's window shows the chart afterwards. */
async function withTherapies(names: string[], last = 'PAR'): Promise<{ id: string; person: Person }> {
  const person = somebody(familyName(last), 'MARTA', 'F');
  people.push(person);
  const id = await admit(doctor, person);
  for (const name of names) await beginTherapy(doctor, id, name, '1 compressa al giorno');
  return { id, person };
}

/** Those of this test's people, in the doctor's list. */
function ownRows(page: Page): Locator {
  return rows(page).filter({ hasText: new RegExp(people.map((one) => one.fiscal_code).join('|')) });
}

async function openApprovals(page: Page): Promise<void> {
  await page.goto('/#/studio');
  await page.getByRole('navigation', { name: 'Viste di Gestione Studio' }).getByRole('link').nth(1).click();
}

/** Renews all therapies of the open patient by keyboard, and hands them to the doctor. */
async function renewAndPrepare(): Promise<void> {
  await desk.keyboard.press('Alt+r');
  const open = dialog(desk);
  // What was never prescribed is due: it is ticked once the stock is known, and a click before that would
  // untick it.
  await expect(open.getByRole('checkbox', { name: /Tutte|tutte/ }).first()).toBeChecked();
  await desk.keyboard.press('Enter');
  await expect(lines(desk).first()).toBeVisible();
  await judged(desk);
}

let renewal: { id: string; person: Person };

test('a secretary renews all therapies and hands them to the doctor', async () => {
  renewal = await withTherapies(['ramipril', 'bisoprololo', 'metformina']);
  await openPatient(desk, renewal.person);
  await renewAndPrepare();
  await expect(lines(desk)).toHaveCount(3);
  await expect(issueButton(desk)).toHaveCount(0);
  await desk.getByLabel('Nota per il medico').fill(note);
  await expectAccessible(desk);
  await expectWellLaidOut(desk);
  await screenshot(desk, '70-segreteria-prepara');
  await desk.keyboard.press('Alt+i');
  await expect(lines(desk)).toHaveCount(0);
  await expect(desk.locator('li[data-prepared]')).toHaveCount(1);
  await expect(recipes(desk)).toHaveCount(0);
  await screenshot(desk, '71-segreteria-preparata');
});

test('the doctor sees on every page how many wait, and looks through them', async () => {
  const pages = doctor.getByRole('navigation', { name: /Pagine|pagine/ });
  const count = waited + 1;
  await expect(pages).toContainText(
    count === 1 ? '1 prescrizione da approvare' : `${count} prescrizioni da approvare`,
  );
  for (const name of ['allopurinolo', 'furosemide']) {
    const { person } = await withTherapies([name], 'DUE');
    await openPatient(desk, person);
    await renewAndPrepare();
    await desk.keyboard.press('Alt+i');
    await expect(desk.locator('li[data-prepared]')).toHaveCount(1);
  }
  await openApprovals(doctor);
  await expect(rowOf(doctor, renewal.person)).toContainText(note);
  await expect(rowOf(doctor, renewal.person)).toContainText('Anna Verdi');
  await expect(rows(doctor).getByRole('checkbox').and(doctor.locator(':focus'))).toHaveCount(1);
  await expectAccessible(doctor);
  await expectWellLaidOut(doctor);
  await screenshot(doctor, '72-da-approvare');
});

test('an allergy found since is for the doctor to decide, in the composer', async () => {
  const { id, person } = await withTherapies(['amoxicillina'], 'ALL');
  await openPatient(desk, person);
  await renewAndPrepare();
  await desk.keyboard.press('Alt+i');
  await expect(desk.locator('li[data-prepared]')).toHaveCount(1);
  const allergy = {
    id: crypto.randomUUID(),
    patient: id,
    substance: 'amoxicillina',
    reaction: 'orticaria',
    severe: false,
  };
  await ask(doctor, 'chart/1/SaveAllergy', { allergy });
  await openApprovals(doctor);
  const row = rowOf(doctor, person);
  await expect(row).toHaveAttribute('data-ready', 'false');
  await expect(row.getByRole('checkbox')).toBeDisabled();
  await screenshot(doctor, '73-allergia-da-decidere');
  await row.getByRole('link', { name: /^Apri nella cartella/ }).click();
  await expect(lines(doctor)).toHaveCount(1);
  await expect(doctor.locator('curante-composer')).toContainText('Preparata da');
  await judged(doctor);
  await expect(issueButton(doctor)).toBeDisabled();
  await doctor.getByLabel('Motivo per proseguire').first().fill('tollerata: prova allergologica negativa');
  await expect(issueButton(doctor)).toBeEnabled();
  await expectAccessible(doctor);
  await screenshot(doctor, '74-aperta-dal-medico');
  // Opened once more: what the doctor has written is not lost unasked.
  await doctor.locator('li[data-prepared]').getByRole('button', { name: /^Apri/ }).click();
  const question = dialog(doctor, 'Riaprirla come era preparata?');
  await expect(question).toContainText(person.last_name);
  await expectAccessible(doctor);
  await question.getByRole('button', { name: 'Tieni le mie modifiche' }).click();
  await expect(question).toHaveCount(0);
  await expect(doctor.getByLabel('Motivo per proseguire').first()).toHaveValue(/^tollerata/);
  await doctor.keyboard.press('Alt+i');
  await expect(recipes(doctor).first()).toHaveAttribute('data-state', 'accepted', { timeout: 30_000 });
  await expect(doctor.locator('li[data-prepared]')).toHaveCount(0);
});

test('all that may go goes by two keys, and the row says what became of it', async () => {
  await openApprovals(doctor);
  await expect(ownRows(doctor)).toHaveCount(3);
  await doctor.keyboard.press('Alt+a');
  await expect(ownRows(doctor).getByRole('checkbox', { checked: true })).toHaveCount(3);
  const ready = await doctor.locator('tr[data-ready=true]').count();
  await expect(doctor.locator('button[data-approve]')).toContainText(`${ready} prescrizioni`);
  await screenshot(doctor, '75-tutte-selezionate');
  await doctor.keyboard.press('Alt+i');
  for (const row of await ownRows(doctor).all()) {
    await expect(row).toHaveAttribute('data-state', 'issued');
    await expect(row).toContainText('accettata', { timeout: 40_000 });
  }
  await expect(doctor.getByText(`di ${ready} approvate`)).toBeVisible();
  await expectAccessible(doctor);
  await screenshot(doctor, '76-approvate');
});

interface Waiting {
  prepared: { id: string; draft: { lines: { aic: string }[] } }[];
}

test('what a colleague prescribes meanwhile lets go of what was picked', async () => {
  const { id: patient, person } = await withTherapies(['furosemide'], 'CAM');
  await openPatient(desk, person);
  await renewAndPrepare();
  await desk.keyboard.press('Alt+i');
  await expect(desk.locator('li[data-prepared]')).toHaveCount(1);
  await openApprovals(doctor);
  const row = rowOf(doctor, person);
  await expect(row).toHaveAttribute('data-ready', 'true');
  await doctor.keyboard.press('Alt+a');
  await expect(row.getByRole('checkbox')).toBeChecked();

  const { prepared } = await ask<Waiting>(doctor, 'prescribing/1/ListPrepared', { patient });
  const [line] = prepared[0]?.draft.lines ?? [];
  // Another pack of it: the same one on the same day is not approved without a reason.
  const other = (await packs(doctor, 'furosemide')).find((pack) => pack.aic !== line?.aic);
  const draft = { ...prepared[0]?.draft, id: crypto.randomUUID(), lines: [{ ...line, aic: other?.aic, therapy: '' }] };
  await ask(doctor, 'prescribing/1/Issue', { draft });
  // The page finds out by itself, within its own time.
  await expect(row).toContainText('già stato prescritto', { timeout: 40_000 });
  await expect(row).toContainText('cambiata: da riguardare');
  await expect(row.getByRole('checkbox')).not.toBeChecked();
  await expect(doctor.getByRole('status').filter({ hasText: person.last_name })).toContainText('riguardarla');
  await doctor.getByRole('button', { name: /1 cambiata/ }).press('Enter');
  await expect(row.getByRole('checkbox')).toBeFocused();
  await expectAccessible(doctor);
  await expectWellLaidOut(doctor);
  await screenshot(doctor, '79-cambiata-da-riguardare');

  await doctor.keyboard.press('Space');
  await expect(row.getByRole('checkbox')).toBeChecked();
  await expect(row).not.toContainText('da riguardare');
  await doctor.keyboard.press('Alt+i');
  await expect(row).toHaveAttribute('data-state', 'issued');
});

test('all that is signed stands in the list', async () => {
  const { id: patient, person } = await withTherapies(['ramipril'], 'VOC');
  const [drug] = await packs(doctor, 'ramipril');
  const asked = { text: 'prima visita cardiologica', limit: 1 };
  const found = await ask<{ services: { code: string }[] }>(doctor, 'terminology/1/SearchServices', asked);
  const draft = {
    id: crypto.randomUUID(),
    patient,
    diagnosis_text: 'soffio cardiaco',
    obscured: true,
    suggested: true,
    on_paper: true,
    lines: [
      {
        aic: drug?.aic,
        quantity: 2,
        posology: '1 compressa la sera',
        not_replaceable: true,
        not_replaceable_reason_code: '3',
        therapeutic_plan: 'PT-77',
      },
      { kind: 'service', service_code: found.services[0]?.code, priority: 'B', first_access: true, notes: 'nuovo' },
    ],
  };
  await ask(desk, 'prescribing/1/Prepare', { draft, doctor: doctor_id });
  await openApprovals(doctor);
  const row = rowOf(doctor, person);
  for (const words of [
    'non sostituibile: continuità terapeutica',
    'piano terapeutico PT-77',
    'priorità B, entro 10 giorni · primo accesso',
    'su carta: ogni ricetta SSN usa un numero rosso',
    'nome oscurato',
    'suggerita da specialista',
    'diagnosi: soffio cardiaco',
  ]) {
    await expect(row).toContainText(words);
  }
  await row.scrollIntoViewIfNeeded();
  await expectAccessible(doctor);
  await expectWellLaidOut(doctor);
  await screenshot(doctor, '79-tutto-quello-che-si-firma');
  await ask(desk, 'prescribing/1/WithdrawPrepared', { id: draft.id });
  await expect(row).toHaveCount(0);
});

test('a refusal comes back to its preparer with the reason', async () => {
  const { person } = await withTherapies(['ramipril'], 'RIF');
  await openPatient(desk, person);
  await renewAndPrepare();
  await desk.keyboard.press('Alt+i');
  await expect(desk.locator('li[data-prepared]')).toHaveCount(1);
  await openApprovals(doctor);
  await rowOf(doctor, person).getByRole('button', { name: /^Rifiuta/ }).click();
  await expect(dialog(doctor).getByLabel(/^Motivo/)).toBeFocused();
  await doctor.keyboard.type('prima servono gli esami del sangue');
  await expectAccessible(doctor);
  await screenshot(doctor, '77-rifiuto-con-motivo');
  await doctor.keyboard.press('Enter');
  await expect(rowOf(doctor, person)).toHaveCount(0);
  await openApprovals(desk);
  const row = rowOf(desk, person);
  await expect(row).toContainText('prima servono gli esami del sangue');
  await expect(rowOf(desk, renewal.person)).toContainText('accettata');
  await expectAccessible(desk);
  await expectWellLaidOut(desk);
  await screenshot(desk, '78-segreteria-esiti');
  await row.getByRole('button', { name: /^Riprendi/ }).click();
  await expect(lines(desk)).toHaveCount(1);
});

test('of a drug that the SSN does not pay the doctor sees what it becomes, RR or RNR', async () => {
  const person = somebody(familyName('BIA'), 'GRETA', 'F');
  people.push(person);
  await admit(doctor, person);
  await openPatient(desk, person);
  await addDrug(desk, 'tachipirina');
  await addDrug(desk, 'alprazolam');
  // Several packs are not repeatable, whatever the line wishes.
  await lines(desk).last().getByRole('spinbutton').fill('2');
  await judged(desk);
  await expect(planned(desk).first()).toContainText('RR');
  await expect(planned(desk).last()).toContainText('RNR');
  await desk.keyboard.press('Alt+i');
  await expect(desk.locator('li[data-prepared]')).toHaveCount(1);
  await openApprovals(doctor);
  const line = rowOf(doctor, person).locator('.line');
  await expect(line).toHaveCount(2);
  for (const [at, becomes] of ['RR, ripetibile', 'RNR, non ripetibile'].entries()) {
    await expect(line.nth(at)).toContainText('ricetta bianca: il SSN non lo paga');
    await expect(line.nth(at)).toContainText(becomes);
  }
  await rowOf(doctor, person).scrollIntoViewIfNeeded();
  await expectAccessible(doctor);
  await expectWellLaidOut(doctor);
  await screenshot(doctor, '80-bianca-da-approvare');
  await rowOf(doctor, person).getByRole('button', { name: /^Rifiuta/ }).click();
  await doctor.keyboard.type('non serve');
  await doctor.keyboard.press('Enter');
  await expect(rowOf(doctor, person)).toHaveCount(0);
});

test('what a secretary takes back the doctor sees no more', async () => {
  const person = somebody(familyName('RIT'), 'LUCA', 'M');
  await admit(doctor, person);
  await openPatient(desk, person);
  await addDrug(desk, 'ramipril');
  await judged(desk);
  await desk.keyboard.press('Alt+i');
  await expect(desk.locator('li[data-prepared]')).toHaveCount(1);
  await openApprovals(doctor);
  await expect(rowOf(doctor, person)).toHaveCount(1);
  await desk.locator('li[data-prepared]').getByRole('button', { name: /^Ritira/ }).click();
  await expect(desk.locator('li[data-prepared]')).toHaveCount(0);
  await expect(rowOf(doctor, person)).toHaveCount(0);
});
