// SPDX-License-Identifier: Apache-2.0
// The panel that the SDK's template makes, in the page of a patient: run by tests/system/third_party_panel_test.py, which
// has a practice with that plugin.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { expectAccessible, expectWellLaidOut, screenshot, signedIn } from './practice';

const plugin = process.env['CURANTE_THIRD_PARTY'] ?? '';
const patient = process.env['CURANTE_PATIENT'] ?? '';

test.describe.configure({ mode: 'serial' });

let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await signedIn(browser);
});
test.afterAll(async () => {
  await page.context().close();
});

test('the page of plugins names who vouches for it, and that it runs shut in', async () => {
  await page.getByRole('link', { name: /^Moduli/ }).click();
  const row = page.locator(`tr[data-plugin="${plugin}"]`);
  await expect(row).toHaveAttribute('data-state', 'ready');
  await expect(row).toContainText('example');
  await expect(row).toContainText('isolato');
});

test('its panel shows among those of the house', async () => {
  await page.goto(`/#patient/${patient}`);
  const panel = page.getByRole('region', { name: 'wounds', exact: true });
  await expect(panel).toContainText(plugin);
  const drawn = (card: Locator): Promise<string> => card.evaluate((it) => getComputedStyle(it).borderTopColor);
  expect(await drawn(panel)).toBe(await drawn(page.getByRole('region', { name: 'Problemi' })));
  await panel.scrollIntoViewIfNeeded();
  // The house's own panels stand beside it, each with its own module.
  expect(await page.locator('.panels curante-screen').count()).toBeGreaterThan(1);
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '96-pannello-di-terzi');
});
