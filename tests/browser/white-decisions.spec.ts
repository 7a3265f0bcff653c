// SPDX-License-Identifier: Apache-2.0
// White recipes whose answer was lost, before a service that cannot tell: their doctor decides.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { familyName, somebody, type Person } from './person';
import {
  completeLetterhead,
  dialog,
  expectAccessible,
  expectWellLaidOut,
  oneWindow,
  openPatient,
  recipes,
  screenshot,
  simulator,
} from './practice';
import { heldWhite, prescribeWhite } from './white';

test.describe.configure({ mode: 'serial' });

let page: Page;
const people = [
  somebody(familyName('Bian'), 'Elena', 'F'),
  somebody(familyName('Cand'), 'Ugo', 'M'),
] as const;

const panel = (): Locator => page.locator('curante-white-decisions');
const entryOf = (person: Person): Locator =>
  panel().getByRole('listitem').filter({ hasText: person.fiscal_code });

/** A white recipe for somebody new; what becomes of its request is the fault's affair. */
async function prescribe(person: Person, processed: boolean): Promise<void> {
  await simulator('POST', '/faults', {
    kind: 'no-answer',
    operation: 'InvioPrescrittoRicettaBianca',
    times: 1,
    processed,
  });
  await prescribeWhite(page, person, 'attention', 60_000);
  await expect(recipes(page).first()).toContainText('non prescriverla di nuovo');
}

oneWindow(
  async (it) => {
    page = it;
    await completeLetterhead(page.request);
    await simulator('POST', '/switches', { white_view_by_patient: false });
  },
  () => simulator('POST', '/switches', { white_view_by_patient: true }),
);

test('what nobody can find out is put before the doctor', async () => {
  await prescribe(people[0], true);
  await prescribe(people[1], false);
  await page.goto('/#/sistema-ts');
  await expect(panel().getByRole('heading', { name: 'Ricette bianche da verificare' })).toBeVisible();
  await expect(panel().getByRole('listitem')).toHaveCount(2);
  for (const person of people) await expect(entryOf(person)).toContainText(/ramipril/i);
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '40-ricette-bianche-da-verificare');
});

test('a number that cannot be one is not taken', async () => {
  const entry = entryOf(people[0]);
  await entry.getByLabel('NRBE').fill('RB0');
  await entry.getByLabel('PIN').fill('1');
  await page.keyboard.press('Enter');
  await expect(panel().getByRole('listitem')).toHaveCount(2);
});

test('what the service does not show is taken on the word of the doctor alone', async () => {
  const before = await heldWhite();
  const entry = entryOf(people[0]);
  await entry.getByLabel('NRBE').fill(before[before.length - 1]?.nrbe ?? '');
  await entry.getByLabel('PIN').fill(before[before.length - 1]?.pin ?? '');
  await simulator('POST', '/faults', {
    kind: 'bad-gateway',
    operation: 'VisualizzaPrescrittoRicettaBianca',
    times: 1,
  });
  await page.keyboard.press('Enter');
  const question = dialog(page, 'Registrare senza controllo?');
  await expect(question).toContainText(people[0].fiscal_code);
  await expect(question).toContainText(before[before.length - 1]?.nrbe ?? 'NRBE');
  await expectAccessible(page);
  await screenshot(page, '41-ricetta-bianca-senza-controllo');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(panel().getByRole('listitem')).toHaveCount(2);
});

test('a PIN of another recipe is not taken', async () => {
  const entry = entryOf(people[0]);
  await entry.getByLabel('PIN').fill('9');
  await page.keyboard.press('Enter');
  await expect(panel().locator('[data-code="white-decision-mismatch"]')).toBeVisible();
  await expect(panel().getByRole('listitem')).toHaveCount(2);
});

test('who found it types number and PIN, by keyboard', async () => {
  const before = await heldWhite();
  const found = before[before.length - 1];
  expect(found).toBeDefined();
  const entry = entryOf(people[0]);
  await entry.getByLabel('NRBE').focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(found?.nrbe.toLowerCase() ?? '');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+A');
  await page.keyboard.type(found?.pin ?? '');
  await page.keyboard.press('Enter');
  await expect(entry).toHaveCount(0);
  await expect(page.getByRole('status').filter({ hasText: 'registrata come inviata' }).first()).toBeVisible();
  await openPatient(page, people[0]);
  const recipe = recipes(page).first();
  await expect(recipe).toHaveAttribute('data-state', 'accepted', { timeout: 60_000 });
  await expect(recipe).toContainText(found?.nrbe ?? '');
  expect(await heldWhite()).toHaveLength(before.length);
});

test('who did not find it lets it go again, once', async () => {
  const before = (await heldWhite()).length;
  await page.goto('/#/sistema-ts');
  const again = entryOf(people[1]).getByRole('button', { name: /^Non c'è: rinvia/ });
  await again.focus();
  await page.keyboard.press('Enter');
  // Who has not looked would have it sent twice.
  await expect(dialog(page, 'Rinviare la ricetta?')).toContainText(people[1].fiscal_code);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(panel().getByRole('listitem')).toHaveCount(1);
  await again.press('Enter');
  await dialog(page).locator('[data-confirm]').press('Enter');
  await expect(panel().getByRole('listitem')).toHaveCount(0);
  await openPatient(page, people[1]);
  const recipe = recipes(page).first();
  await expect(recipe).toHaveAttribute('data-state', 'accepted', { timeout: 60_000 });
  expect(await heldWhite()).toHaveLength(before + 1);
});
