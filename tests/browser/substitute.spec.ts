// SPDX-License-Identifier: Apache-2.0
// A substitute prescribes for the holder's patients, with the own access and in the holder's name.
import { expect, test, type Page } from '@playwright/test';
import { familyName, somebody } from './person';
import {
  addDrug,
  expectAccessible,
  expectWellLaidOut,
  identity,
  issueAndAccept,
  openPatient,
  recipes,
  register,
  screenshot,
  searchField,
  signedIn,
  simulatorAdmin,
} from './practice';
import { ask } from './prescribing';

test.describe.configure({ mode: 'serial' });

// The simulator's doctors of Lazio: the practice's own, and the one who stands in.
const holder = 'FBBGLI74C52H501K';
const access = { user: 'CNTLSE90E57H501B', password: 'Lazio2026s', pincode: '1201000009' };
const account = { user_name: `sostituta${Date.now()}`, display_name: 'Elisa Conti', role: 'sostituto' };
const password = 'Tre-parole-a-caso-42';
const person = somebody(familyName('Tit'), 'Lucia', 'F');

let doctor: Page;
let page: Page;

test.beforeAll(async ({ browser }) => {
  doctor = await signedIn(browser);
  await register(doctor, person);
  await expect(identity(doctor).locator('[data-holder]')).toHaveCount(0);
  const professional = {
    first_name: 'ELISA',
    last_name: 'CONTI',
    fiscal_code: access.user,
    region_code: '120',
    asl_code: '000',
    specialisation: 'F',
  };
  await ask(doctor, 'accounts/1/SaveAccount', { account: { ...account, doctor: professional }, password });
  page = await (await browser.newContext()).newPage();
  await page.goto('/');
  await page.getByLabel('Nome utente').fill(account.user_name);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await expect(searchField(page)).toBeVisible();
  await ask(page, 'sistema-ts/1/SaveCredentials', access);
  await ask(page, 'sistema-ts/1/RequestToken', {});
});
test.afterAll(async () => {
  await page.context().close();
  await doctor.context().close();
});

test('the chart says on whose list the patient is', async () => {
  await openPatient(page, person);
  await expect(identity(page).locator('[data-holder]')).toContainText('FABBRI GIULIA', { ignoreCase: true });
  await expectAccessible(page);
  await expectWellLaidOut(page);
});

test('the recipe is accepted, with both names on it', async () => {
  await addDrug(page, 'ramipril');
  const nre = await issueAndAccept(page);
  const answer = await fetch(`${simulatorAdmin}/recipes?nre=${nre}`);
  const { recipes: all } = (await answer.json()) as { recipes: { header: Record<string, string> }[] };
  expect(all[0]?.header).toMatchObject({ cfMedico1: holder, cfMedico2: access.user });
  await expectAccessible(page);
  await screenshot(page, '91-sostituta-prescrive');
});

test('the holder finds it in the chart, and leaves its withdrawal to who wrote it', async () => {
  await openPatient(doctor, person);
  await expect(recipes(doctor).first()).toHaveAttribute('data-state', 'accepted');
  await recipes(doctor).first().getByRole('button', { name: 'Ritira' }).press('Enter');
  await doctor.locator('[data-confirm]').press('Enter');
  await expect(doctor.getByRole('alert').filter({ hasText: "l'ha prescritta" })).toBeVisible();
  await expectAccessible(doctor);
  await screenshot(doctor, '92-la-ritira-chi-l-ha-scritta');
  await expect(recipes(doctor).first()).toHaveAttribute('data-state', 'accepted');
});
