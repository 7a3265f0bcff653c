// SPDX-License-Identifier: Apache-2.0
// The computer's clock went back: nothing is issued until it is right, or a person says that it is.
import { execFileSync } from 'node:child_process';
import { expect, test, type Page } from '@playwright/test';
import { familyName, somebody } from './person';
import {
  addDrug,
  confirmWarnings,
  dialog,
  expectAccessible,
  expectWellLaidOut,
  issueAndAccept,
  issueButton,
  recipes,
  register,
  screenshot,
  signedIn,
} from './practice';

test.describe.configure({ mode: 'serial' });

const data = process.env['CURANTE_DATA'] ?? '';
const two_days_ms = 2 * 86_400_000;
const program = `${__dirname}/../../build/release/bin/curante`;

let page: Page;
let moved_ms = 0;
const person = somebody(familyName('Oraria'), 'Delia', 'F');
const banner = () => page.locator('[data-clock-behind]');
const refusal = () => page.getByRole('alert').filter({ hasText: 'orologio' });

/** By the practice's own tool, as whoever has the computer. */
function moveClock(by_ms: number): void {
  execFileSync(program, ['call', 'clock/1', 'Move', JSON.stringify({ by_ms }), '--data', data]);
  moved_ms += by_ms;
}

test.skip(data === '', 'the practice is not ours: its clock cannot be moved (CURANTE_DATA)');

test.beforeAll(async ({ browser }) => {
  page = await signedIn(browser);
});
test.afterAll(async () => {
  if (moved_ms !== 0) moveClock(-moved_ms);
  await page.context().close();
});

test('a clock that is behind what was sent lets nothing be issued, says so and keeps the draft', async () => {
  await register(page, person);
  await addDrug(page, 'ramipril');
  await issueAndAccept(page);
  await expect(banner()).toHaveCount(0);

  moveClock(-two_days_ms);
  await addDrug(page, 'furosemide');
  await confirmWarnings(page);
  await page.keyboard.press('Alt+i');
  await expect(refusal()).toContainText("l'orologio di questo computer è indietro");
  await expect(refusal()).toContainText('nulla è stato emesso');
  await expect(refusal()).toBeInViewport({ ratio: 0.9 });
  await expect(banner()).toContainText('non parte nulla', { timeout: 30_000 });
  await expect(page.locator('[data-prescription]')).toHaveCount(1);
  await expect(issueButton(page)).toBeEnabled();
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '50-orologio-indietro');
});

test('who thinks better of it has declared nothing', async () => {
  const button = banner().getByRole('button', { name: /^L'ora di adesso è giusta/ });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page, 'Data e ora sono giuste?')).toContainText('le ricette partono con questa data');
  await expectAccessible(page);
  await screenshot(page, '51-orologio-da-confermare');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(button).toBeFocused();
  await expect(banner()).toBeVisible();
});

test('declared right by its doctor, it blocks nothing any longer', async () => {
  await page.keyboard.press('Enter');
  await dialog(page).locator('[data-confirm]').press('Enter');
  await expect(banner()).toHaveCount(0);
  await issueAndAccept(page, 120_000);
  await expect(refusal()).toHaveCount(0);
  await page.reload();
  await expect(recipes(page)).toHaveCount(2);
  await expect(recipes(page).first()).toHaveAttribute('data-state', 'accepted');
  await expect(banner()).toHaveCount(0);
});
