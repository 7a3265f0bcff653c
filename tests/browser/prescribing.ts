// SPDX-License-Identifier: Apache-2.0
// What a doctor does in the composer beyond drugs, as functions.
import { execFileSync } from 'node:child_process';
import { expect, type Locator, type Page } from '@playwright/test';
import { choices, openPatient } from './practice';
import { familyName, somebody, type Person } from './person';

/** Makes one call of a contract as the one who is signed in. */
export async function ask<T>(page: Page, call: string, request: unknown): Promise<T> {
  const answer = await page.request.post(`/api/${call}`, { data: request });
  const text = await answer.text();
  expect(answer.ok(), `${call}: ${text}`).toBe(true);
  return JSON.parse(text) as T;
}

interface Exemption {
  code: string;
  valid_from: string | null;
  valid_to: string | null;
}

/** Registers somebody by the server's own call. Returns the patient's id. */
export async function enrol(page: Page, person: Person, more: object = {}): Promise<string> {
  const patient = {
    ...person,
    id: crypto.randomUUID(),
    birth_place: 'H501',
    address: { street: 'Via di Prova 1', postal_code: '00183', municipality: 'ROMA', province: 'RM' },
    region_code: '120',
    asl_code: '201',
    ...more,
  };
  return (await ask<{ id: string }>(page, 'chart/1/SavePatient', { patient })).id;
}

/** The same, and opens the chart. */
export async function admit(
  page: Page,
  person: Person,
  exemptions: Exemption[] = [],
): Promise<string> {
  const id = await enrol(page, person, { exemptions });
  await openPatient(page, person);
  return id;
}

/** As `admit`, somebody of that first name whom nobody else is. */
export function admitNew(
  page: Page,
  family: string,
  first_name: string,
  sex: Person['sex'] = 'F',
  exemptions: Exemption[] = [],
): Promise<string> {
  return admit(page, somebody(familyName(family), first_name, sex), exemptions);
}

export interface Pack {
  aic: string;
  name: string;
  pack: string;
  atc: string;
  drug_class: string;
  group_code: string;
  notes: { code: string; condition: string }[];
  units: number;
  form: string;
}

/** The packs that the formulary finds for a text. */
export async function packs(page: Page, text: string): Promise<Pack[]> {
  const found = await ask<{ drugs: Pack[] }>(page, 'formulary/1/Search', { text, limit: 50 });
  return found.drugs;
}

/** Begins a long-term therapy with the first pack of that name that has as many units. */
export async function beginTherapy(
  page: Page,
  patient: string,
  name: string,
  posology: string,
  units = 0,
): Promise<void> {
  const found = (await packs(page, name)).find((one) => !units || one.units === units);
  if (!found) throw new Error(`the formulary has no ${name} of ${units} units`);
  const { aic, atc, group_code, notes } = found;
  const therapy = {
    id: crypto.randomUUID(),
    patient,
    aic,
    atc,
    group_code,
    drug_text: `${found.name} ${found.pack}`,
    packs: 1,
    posology,
    aifa_note: notes.length === 1 ? notes[0]?.code : '',
  };
  await ask(page, 'chart/1/SaveTherapy', { therapy });
}

export function isoDay(days_from_today: number): string {
  const day = new Date();
  day.setUTCDate(day.getUTCDate() + days_from_today);
  return day.toISOString().slice(0, 10);
}

/** On whose account the draft goes: the SSN's, or one of the other kinds. */
export function patientKind(page: Page): Locator {
  return page.getByLabel('Assistito', { exact: true });
}

/** The card of somebody who is insured abroad, in that state. */
export async function fillForeignCard(page: Page, state: string): Promise<void> {
  await page.getByLabel('Stato (sigla)').fill(state);
  await page.getByLabel('Istituzione competente').fill('108018007');
  await page.getByLabel('N. di identificazione personale').fill('A123456789');
  await page.getByLabel('N. di tessera', { exact: true }).fill('80276001234567890123');
  await page.getByLabel('Data di nascita').fill('1970-05-04');
  await page.getByLabel('Scadenza della tessera').fill(isoDay(400));
}

/** The words on the newest paper of a patient. */
export async function newestPaper(page: Page, patient: string): Promise<string> {
  const { documents } = await ask<{ documents: { id: string }[] }>(page, 'documents/1/ListForPatient', { patient });
  const file = await page.request.get(`/files/documents/1/Read?document=${documents[0]?.id ?? ''}`);
  expect(file.headers()['content-type']).toContain('application/pdf');
  return execFileSync('pdftotext', ['-layout', '-', '-'], { input: await file.body() }).toString();
}

export function serviceField(page: Page): Locator {
  return page.getByRole('combobox', { name: 'Prestazione' });
}

export function lines(page: Page): Locator {
  return page.locator('curante-line-editor');
}

/** The recipes that the draft will become, as the screen says before they are sent. */
export function planned(page: Page): Locator {
  return page.locator('[data-plan] li');
}

/** Adds a service by keyboard. */
export async function addService(page: Page, text: string): Promise<Locator> {
  const before = await lines(page).count();
  await page.keyboard.press('Alt+e');
  await expect(serviceField(page)).toBeFocused();
  await page.keyboard.type(text);
  await expect(choices(page).first()).toContainText(text, { ignoreCase: true });
  await page.keyboard.press('Enter');
  await expect(lines(page)).toHaveCount(before + 1);
  return lines(page).last();
}

export function diagnosisField(page: Page): Locator {
  return page.getByRole('combobox', { name: /^Diagnosi o quesito/ });
}

/** Waits until the rules have spoken of the draft as it is. */
export async function judged(page: Page): Promise<void> {
  const status = page.locator('curante-findings').getByRole('status');
  await expect(status).not.toContainText('Controllo');
}
