// SPDX-License-Identifier: Apache-2.0
// The second factor: its code comes by mail, is pasted once, and is used for every recipe until it expires.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { familyName, somebody } from './person';
import {
  addDrug,
  expectAccessible,
  expectWellLaidOut,
  issueAndAccept,
  screenshot,
  signedIn,
  simulator,
  simulatorAdmin,
} from './practice';
import { admit } from './prescribing';

test.describe.configure({ mode: 'serial' });

const user = 'FBBGLI74C52H501K';
let page: Page;
const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
const field = (): Locator => page.getByLabel('Codice ricevuto');

async function told<T>(path: string): Promise<T> {
  return (await (await fetch(`${simulatorAdmin}${path}`)).json()) as T;
}

/** The newest code in the doctor's mailbox. */
async function mailed(): Promise<string> {
  const { mail } = await told<{ mail: { user: string; token: string }[] }>('/mailbox');
  return mail.filter((one) => one.user === user).at(-1)?.token ?? '';
}

/** How often a new code was asked for. */
async function asked(): Promise<number> {
  const { requests } = await told<{ requests: { operation: string; count: number }[] }>('/stats');
  return requests
    .filter((one) => one.operation === 'CreateToken')
    .reduce((all, one) => all + one.count, 0);
}

async function openAccess(): Promise<void> {
  await page.goto('/#/sistema-ts');
  await expect(page.getByRole('heading', { name: 'Accesso al Sistema TS' })).toBeVisible();
}

test.beforeAll(async ({ browser }) => {
  page = await signedIn(browser);
  await simulator('POST', '/switches', { token_in_answer: false });
  await simulator('POST', '/tokens/expire', { user });
});
test.afterAll(async () => {
  await simulator('POST', '/switches', { token_in_answer: true });
  await page.request.post('/api/sistema-ts/1/RequestToken', { data: {} });
  await page.context().close();
});

test('the code is asked for, comes by mail and is pasted', async () => {
  await openAccess();
  const before = await mailed();
  await button('Richiedi un codice nuovo').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('controllare la posta elettronica').first()).toBeVisible();
  await expect(field()).toBeFocused();
  await expectAccessible(page);
  await screenshot(page, '89-codice-richiesto');
  const token = await mailed();
  expect(token).not.toBe(before);

  // As a mail program breaks it.
  await page.keyboard.insertText(` ${token.slice(0, 20)}\n${token.slice(20)} `);
  await page.keyboard.press('Tab');
  await expect(button('Salva il codice')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Codice salvato').first()).toBeVisible();
  await expect(field()).toHaveValue('');
  await expect(page.getByText('Tutto a posto: le ricette possono partire.')).toBeVisible();
  await button("Verifica l'accesso").press('Enter');
  await expect(page.locator('[data-verdict]')).toHaveAttribute('data-verdict', 'good');
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '90-codice-salvato');
});

test('it serves for one recipe after the other, also in another window', async ({ browser }) => {
  const before = await asked();
  await admit(page, somebody(familyName('Gett'), 'Olga', 'F'));
  await addDrug(page, 'ramipril');
  await issueAndAccept(page);
  await addDrug(page, 'furosemide');
  await issueAndAccept(page);
  const other = await signedIn(browser);
  await admit(other, somebody(familyName('Gett'), 'Piero', 'M'));
  await addDrug(other, 'ramipril');
  await issueAndAccept(other);
  await other.context().close();
  expect(await asked()).toBe(before);

  await openAccess();
  await expect(page.getByText('Tutto a posto: le ricette possono partire.')).toBeVisible();
  await expect(field()).toHaveValue('');
});
