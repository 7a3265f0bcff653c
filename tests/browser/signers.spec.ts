// SPDX-License-Identifier: Apache-2.0
// A doctor is absent: a colleague signs what the secretary prepares, in that doctor's name.
import { expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import { familyName, somebody } from './person';
import {
  addDrug,
  expectAccessible,
  expectWellLaidOut,
  openPatient,
  recipes,
  screenshot,
  searchField,
  signedIn,
  simulatorAdmin,
} from './practice';
import { admit, ask, isoDay, judged, lines } from './prescribing';

test.describe.configure({ mode: 'serial' });

// The simulator's doctors of Lazio: the practice's own, and the one who signs.
const holder = 'FBBGLI74C52H501K';
const access = { user: 'CNTLSE90E57H501B', password: 'Lazio2026s', pincode: '1201000009' };
const password = 'Tre-parole-a-caso-42';
const holderName = 'FABBRI GIULIA';
const signerName = 'CONTI ELISA MARIA';
const person = somebody(familyName('Fir'), 'Lucia', 'F');

let doctor: Page;
let colleague: Page;
let desk: Page;
let id = '';

async function enter(browser: Browser, user_name: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto('/');
  await page.getByLabel('Nome utente').fill(user_name);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await expect(searchField(page)).toBeVisible();
  return page;
}

test.beforeAll(async ({ browser }) => {
  doctor = await signedIn(browser);
  const me = await ask<{ account: string }>(doctor, 'accounts/1/WhoAmI', {});
  // On that doctor's list: who signs is found by it.
  const listed = { ...person, doctor: me.account };
  id = await admit(doctor, listed);
  const professional = {
    first_name: 'ELISA MARIA',
    last_name: 'CONTI',
    fiscal_code: access.user,
    region_code: '120',
    asl_code: '000',
    specialisation: 'F',
  };
  const account = { user_name: `collega${Date.now()}`, display_name: 'Elisa Conti', role: 'titolare' };
  await ask(doctor, 'accounts/1/SaveAccount', { account: { ...account, doctor: professional }, password });
  const staff = { user_name: `firme${Date.now()}`, display_name: 'Anna Verdi', role: 'collaboratore' };
  await ask(doctor, 'accounts/1/SaveAccount', { account: staff, password });
  colleague = await enter(browser, account.user_name);
  await ask(colleague, 'sistema-ts/1/SaveCredentials', access);
  await ask(colleague, 'sistema-ts/1/RequestToken', {});
  desk = await enter(browser, staff.user_name);
});
test.afterAll(async () => {
  const { signers } = await ask<{ signers: { id: string }[] }>(desk, 'prescribing/1/ListSigners', {});
  for (const one of signers) await ask(desk, 'prescribing/1/RemoveSigner', { id: one.id });
  for (const page of [desk, colleague, doctor]) await page.context().close();
});

function banner(page: Page): Locator {
  return page.locator('curante-signers-banner [data-signer]');
}

function rowOf(page: Page): Locator {
  return page.locator('tr[data-prepared]').filter({ hasText: person.fiscal_code });
}

async function openPrepared(page: Page): Promise<void> {
  await page.goto('/#/studio/da-approvare');
}

/** Hands the doctor one box of a drug for the open patient. */
async function prepare(drug: string, before: number): Promise<void> {
  await addDrug(desk, drug);
  await judged(desk);
  await desk.keyboard.press('Alt+i');
  await expect(lines(desk)).toHaveCount(0);
  await expect(desk.locator('li[data-prepared]')).toHaveCount(before + 1);
}

test('staff choose who signs, once, and see it where they choose the patient', async () => {
  await desk.goto('/#/firmatari');
  await desk.getByLabel('Medico assente').selectOption({ label: holderName });
  await desk.getByLabel('Firma al suo posto').selectOption({ label: signerName });
  await desk.getByLabel('Ultimo giorno').fill(isoDay(3));
  await desk.getByRole('button', { name: 'Imposta il firmatario' }).press('Enter');
  const row = desk.locator('curante-signers tr[data-signer]').filter({ hasText: signerName });
  await expect(row).toContainText('in corso');
  await expect(row).toContainText('Anna Verdi');
  await expectAccessible(desk);
  await expectWellLaidOut(desk);
  await screenshot(desk, '95-firmatari');
  await desk.keyboard.press('Alt+p');
  await expect(searchField(desk)).toBeFocused();
  await expect(banner(desk)).toContainText(`${holderName} è assente`);
  await expect(banner(desk)).toContainText(`firma ${signerName}`);
  await expectAccessible(desk);
  await screenshot(desk, '96-firmatario-nella-ricerca');
});

test('what the secretary prepares goes to the colleague', async () => {
  await openPatient(desk, person);
  await addDrug(desk, 'ramipril');
  await judged(desk);
  const approves = desk.getByLabel('Medico che approva');
  await expect(approves.locator('option:checked')).toHaveText(
    new RegExp(`${signerName}, al posto di ${holderName}`),
  );
  await expectAccessible(desk);
  await expectWellLaidOut(desk);
  await screenshot(desk, '97-prepara-per-il-firmatario');
  await desk.keyboard.press('Alt+i');
  await expect(desk.locator('li[data-prepared]')).toHaveCount(1);
  await openPrepared(doctor);
  await expect(doctor.locator('curante-approvals h1')).toBeVisible();
  await expect(banner(doctor)).toContainText(signerName);
  await expect(rowOf(doctor)).toHaveCount(0);
});

test('the colleague approves it, and it leaves in the doctor’s name', async () => {
  await openPrepared(colleague);
  const row = rowOf(colleague);
  await expect(row).toContainText(`al posto di ${holderName}`);
  await expect(banner(colleague)).toContainText(`${holderName} è assente`);
  await expectAccessible(colleague);
  await screenshot(colleague, '98-firma-al-posto-di');
  await row.getByRole('checkbox').check();
  await colleague.keyboard.press('Alt+i');
  await openPatient(colleague, person);
  await expect(recipes(colleague).first()).toHaveAttribute('data-state', 'accepted', { timeout: 60_000 });
  const { prescriptions } = await ask<{ prescriptions: { recipes: { nre: string }[] }[] }>(
    colleague,
    'prescribing/1/ListForPatient',
    { patient: id },
  );
  const nre = prescriptions[0]?.recipes[0]?.nre ?? '';
  const answer = await fetch(`${simulatorAdmin}/recipes?nre=${nre}`);
  const { recipes: all } = (await answer.json()) as { recipes: { header: Record<string, string> }[] };
  expect(all[0]?.header).toMatchObject({ cfMedico1: holder, cfMedico2: access.user });
});

test('removed before approval, the doctor sees it again', async () => {
  await openPatient(desk, person);
  await prepare('metformina', 0);
  await openPrepared(colleague);
  await expect(rowOf(colleague)).toHaveCount(1);
  await doctor.goto('/#/firmatari');
  await doctor
    .getByRole('button', { name: `Rimuovi ${signerName} come firmatario al posto di ${holderName}` })
    .press('Enter');
  await expect(doctor.locator('curante-signers tr[data-signer]')).toHaveCount(0);
  await expect(banner(desk)).toHaveCount(0);
  await expect(rowOf(colleague)).toHaveCount(0);
  await openPrepared(doctor);
  await expect(rowOf(doctor)).toHaveAttribute('data-ready', 'true');
  await expect(rowOf(doctor)).not.toContainText('al posto di');
});
