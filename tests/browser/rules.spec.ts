// SPDX-License-Identifier: Apache-2.0
// The rules package is altered, unsigned or old: the practice goes on with what it had, and says so.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { familyName, somebody } from './person';
import {
  addDrug,
  expectAccessible,
  expectWellLaidOut,
  issueAndAccept,
  screenshot,
  signedIn,
} from './practice';
import { admit } from './prescribing';

test.describe.configure({ mode: 'serial' });

const data = process.env['CURANTE_DATA'] ?? '';
const file = process.env['CURANTE_RULES'] ?? '';
const program = `${__dirname}/../../build/release/bin/curante`;
const core_key = `${__dirname}/../../build/release/keys/core.key`;

let page: Page;
let text = '';
let signature: Buffer;
const banner = (): Locator => page.locator('[data-rules-refused]');

function tool(...words: string[]): void {
  execFileSync(program, words);
}

/** By who installs updates, while people work: the room begins anew with what is there now. */
async function takeRules(): Promise<void> {
  tool('plugins', 'replace', 'curante.prescribing', '--data', data);
  await page.reload();
}

async function expectRefused(why: string, picture: string): Promise<void> {
  await expect(banner()).toContainText('Si prescrive con italia ');
  await banner().locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(banner().locator('pre')).toContainText(why);
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, picture);
}

test.skip(data === '' || file === '', 'the practice is not ours: its rules cannot be altered');

test.beforeAll(async ({ browser }) => {
  text = readFileSync(file, 'utf8');
  signature = readFileSync(`${file}.sig`);
  page = await signedIn(browser);
});
test.afterAll(async () => {
  writeFileSync(file, text);
  writeFileSync(`${file}.sig`, signature);
  await takeRules();
  await page.context().close();
});

test('with the right package nothing is said', async () => {
  await takeRules();
  await expect(page.getByRole('navigation', { name: 'Pagine' })).toBeVisible();
  await expect(banner()).toHaveCount(0);
});

test('an altered package is not applied, and one prescribes with the last good one', async () => {
  writeFileSync(file, `${text}\n; alterate\n`);
  await takeRules();
  await expectRefused('data-other', '81-regole-alterate');
  await admit(page, somebody(familyName('Reg'), 'Rita', 'F'));
  await expect(banner()).toBeVisible();
  await addDrug(page, 'ramipril');
  await issueAndAccept(page);
});

test('so it is with one that nobody signed', async () => {
  writeFileSync(file, text);
  rmSync(`${file}.sig`);
  await takeRules();
  await expectRefused('data-missing', '82-regole-senza-firma');
});

test('and with one that is older than what is applied', async () => {
  writeFileSync(file, text.replace(/^rules italia \S+/, 'rules italia 2001.1.1'));
  tool('plugin', 'sign', file, '--data', 'curante.prescribing.rules', '--key', core_key);
  await takeRules();
  await expectRefused('data-older', '83-regole-vecchie');
});

test('once the right one is there the message goes', async () => {
  writeFileSync(file, text);
  writeFileSync(`${file}.sig`, signature);
  await takeRules();
  await expect(page.getByRole('navigation', { name: 'Pagine' })).toBeVisible();
  await expect(banner()).toHaveCount(0);
});
