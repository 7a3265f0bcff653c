// SPDX-License-Identifier: Apache-2.0
// A new try that is a person's word is asked for first; no key that is pressed in haste gives it. The
// question itself is put in on the way to the screen: a practice must have been restored to have one.
import { expect, test, type Page, type Route } from '@playwright/test';
import { familyName, somebody } from './person';
import {
  addDrug,
  confirmWarnings,
  dialog,
  expectAccessible,
  expectWellLaidOut,
  oneWindow,
  openPatient,
  recipes,
  screenshot,
  simulator,
} from './practice';
import { admit } from './prescribing';

test.describe.configure({ mode: 'serial' });

const question = 'Dopo il ripristino dell’archivio la ricetta può essere già stata inviata. Nel sito Sistema TS non risulta?';
const person = somebody(familyName('Ritenta'), 'Rita', 'F');
let page: Page;
let tries = 0;

interface Asked {
  retry_question: string;
  state: string;
}

async function putIn(route: Route, recipesOf: (reply: never) => Asked[]): Promise<void> {
  const response = await route.fetch();
  const reply = (await response.json()) as never;
  for (const one of recipesOf(reply)) if (one.state !== 'accepted') one.retry_question = question;
  await route.fulfill({ response, json: reply });
}

oneWindow(async (it) => {
  page = it;
  await page.route('**/api/studio/1/GetDay', (route) => putIn(route, (day: { rows: Asked[] }) => day.rows));
  await page.route('**/api/prescribing/1/ListForPatient', (route) =>
    putIn(route, (list: { prescriptions: { recipes: Asked[] }[] }) => list.prescriptions.flatMap((one) => one.recipes)),
  );
  await page.route('**/api/prescribing/1/Get', (route) => putIn(route, (one: { recipes: Asked[] }) => one.recipes));
  page.on('request', (request) => (tries += request.url().endsWith('/prescribing/1/Retry') ? 1 : 0));
  await simulator('POST', '/faults', { kind: 'wrong-certificate', times: 0 });
  await admit(page, person);
  await addDrug(page, 'ramipril');
  await confirmWarnings(page);
  await page.keyboard.press('Alt+i');
  await expect(recipes(page).first()).toHaveAttribute('data-state', /waiting|checking/);
});
test.afterAll(() => simulator('DELETE', '/faults'));

/** Nothing is tried by who presses Enter without reading; it is by who says so. */
async function askedFirst(press: () => Promise<void>, picture: string): Promise<void> {
  const before = tries;
  const asked = dialog(page, 'Prima di riprovare');
  await press();
  await expect(asked).toContainText(question);
  await expect(asked).toContainText('RAMIPRIL');
  await expect(asked).toContainText(person.last_name, { ignoreCase: true });
  await expect(asked.getByRole('button', { name: 'Sì, riprova ora' })).not.toBeFocused();
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, picture);
  await page.keyboard.press('Enter');
  await expect(asked).toHaveCount(0);
  await press();
  // What Enter had begun would be on its way by now: a try begins before its button is there again.
  await expect(asked).toContainText(question);
  expect(tries).toBe(before);
  const tried = page.waitForResponse('**/api/prescribing/1/Retry');
  await asked.getByRole('button', { name: 'Sì, riprova ora' }).click();
  await expect(asked).toHaveCount(0);
  expect((await tried).ok()).toBe(true);
  expect(tries).toBe(before + 1);
}

test('in the patient’s list', async () => {
  await page.reload();
  await openPatient(page, person);
  const retry = recipes(page).first().getByRole('button', { name: 'Riprova ora' });
  await askedFirst(() => retry.press('Enter'), '126-riprova-cartella');
});

test('in Gestione Studio, where it goes once it is answered', async () => {
  await page.goto('/#/studio');
  const row = page.locator('tr[data-recipe]').filter({ hasText: person.fiscal_code });
  const retry = row.getByRole('button', { name: /^Riprova ora/ });
  await askedFirst(() => retry.press('Enter'), '127-riprova-studio');
  await simulator('DELETE', '/faults');
  await page.unroute('**/api/studio/1/GetDay');
  await expect(row).toHaveAttribute('data-state', 'accepted', { timeout: 60_000 });
});
