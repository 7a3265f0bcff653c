// SPDX-License-Identifier: Apache-2.0
// The administrator's page of plugins, at work on a host that people use meanwhile.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { dialog, expectAccessible, expectWellLaidOut, screenshot, signedIn } from './practice';

test.describe.configure({ mode: 'serial' });

let page: Page;

const row = (id: string): Locator => page.locator(`tr[data-plugin="${id}"]`);
const state = (id: string): Promise<string | null> => row(id).getAttribute('data-state');
const button = (name: string): Locator => page.getByRole('button', { name, exact: true });

async function search(): Promise<number> {
  const data = { text: 'ramipril', limit: 1 };
  return (await page.request.post('/api/formulary/1/Search', { data })).status();
}

test.beforeAll(async ({ browser }) => {
  page = await signedIn(browser);
});
test.afterAll(async () => {
  const data = { plugin: 'curante.formulary' };
  await page.request.post('/api/hosting/1/EnablePlugin', { data });
  await page.context().close();
});

test('the page lists every plugin with its state, and explains one', async () => {
  await page.getByRole('link', { name: /^Moduli/ }).click();
  await expect(page.getByRole('heading', { name: 'Moduli', level: 1 })).toBeVisible();
  await expect(row('curante.chart')).toContainText('attivo');
  await expect(row('curante.chart')).toContainText('this-build');
  await expect(row('curante.web')).toContainText('sempre attivo');
  await expect(row('curante.web').getByRole('button')).toHaveCount(1);
  const table = page.getByRole('region', { name: 'Moduli', exact: true });
  const hidden = await table.evaluate((box) => box.scrollWidth - box.clientWidth);
  expect(hidden, 'the actions are out of sight').toBeLessThanOrEqual(0);
  await expectAccessible(page);
  await expectWellLaidOut(page);

  await button('Dettagli di Prescrizioni').focus();
  await page.keyboard.press('Enter');
  const details = page.getByRole('dialog', { name: 'Prescrizioni' });
  await expect(details).toBeVisible();
  await expect(dialog(page)).toContainText('formulary/1');
  await expect(dialog(page)).toContainText('Gestione Studio');
  await expectAccessible(page);
  await screenshot(page, '21-modulo');
  await page.keyboard.press('Escape');
  await expect(details).toBeHidden();
  await expect(button('Dettagli di Prescrizioni')).toBeFocused();
});

test('before a plugin stops, the page names who cannot do without it', async () => {
  await button('Disattiva Prontuario').focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toContainText('Prescrizioni');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  expect(await state('curante.formulary')).toBe('ready');
  expect(await search()).toBe(200);

  await page.keyboard.press('Enter');
  await dialog(page).locator('[data-confirm]').click();
  await expect(row('curante.formulary')).toHaveAttribute('data-state', 'disabled');
  await expect(page.getByRole('status').filter({ hasText: 'Disattivato' }).first()).toBeVisible();
  await expect(row('curante.prescribing')).toContainText('1 interrotto');
  expect(await search()).toBe(503);
  await expectAccessible(page);
  await page.evaluate(() => window.scrollTo(0, 0));
  await screenshot(page, '20-moduli');
});

test('it starts again, and what is installed takes its place', async () => {
  await button('Attiva Prontuario').click();
  await expect(row('curante.formulary')).toHaveAttribute('data-state', 'ready');
  expect(await search()).toBe(200);

  await button('Sostituisci Prontuario').click();
  await expect(dialog(page)).toContainText('dopo averne verificato la firma');
  await dialog(page).locator('[data-confirm]').click();
  await expect(page.getByRole('status').filter({ hasText: 'In funzione' }).first()).toBeVisible();
  expect(await state('curante.formulary')).toBe('ready');
  expect(await search()).toBe(200);
});

test('who would be shut out by it is warned', async () => {
  await button('Disattiva Utenti e accessi').click();
  await expect(dialog(page)).toContainText('nessuno può più accedere');
  await expect(dialog(page)).toContainText('curante plugins enable curante.accounts');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
});

test('what changes elsewhere shows up by itself', async () => {
  await page.clock.install();
  await page.reload();
  await expect(row('curante.formulary')).toHaveAttribute('data-state', 'ready');
  const data = { plugin: 'curante.formulary', confirmed: true };
  await page.request.post('/api/hosting/1/DisablePlugin', { data });
  await page.clock.runFor(11_000);
  await expect(row('curante.formulary')).toHaveAttribute('data-state', 'disabled');
});
