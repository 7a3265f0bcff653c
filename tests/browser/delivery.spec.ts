// SPDX-License-Identifier: Apache-2.0
// How a recipe gets to its patient: chosen by keyboard, sent to an address that was looked at, and again.
import { expect, test, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { mailOf, provider, smsOf, someMobile } from './messages';
import { familyName, somebody } from './person';
import {
  addDrug,
  confirmWarnings,
  dialog,
  expectAccessible,
  expectReadable,
  expectWellLaidOut,
  issueAndAccept,
  recipes,
  screenshot,
  signIn,
} from './practice';
import { admit } from './prescribing';

test.describe.configure({ mode: 'serial' });

const mobile = someMobile();
const email = `maria${mobile}@example.it`;

const person = somebody(familyName('Recapito'), 'Maria', 'F');
let context: BrowserContext;
let page: Page;

const way = (): Locator => page.getByRole('combobox', { name: 'Consegna' });
const badge = (): Locator => recipes(page).first().locator('[data-delivery]');

test.beforeAll(async ({ browser }) => {
  context = await browser.newContext();
  // A browser without a screen waits for a printer that is not there.
  await context.addInitScript(() => (window.print = () => undefined));
  page = await context.newPage();
  await signIn(page);
  await admit(page, person);
});
test.afterAll(async () => {
  await provider('DELETE', '/faults');
  await context.close();
});

test('what is missing is said, and added without leaving the draft', async () => {
  await addDrug(page, 'ramipril');
  await expect(way()).toHaveValue('print');
  // Nobody wants an SMS: what is missing for one is said in the list, and nowhere else.
  await expect(page.locator('[data-closed]')).toHaveCount(0);
  await expect(page.getByRole('option', { name: 'Numero per SMS' })).toBeDisabled();
  await expect(page.getByRole('option', { name: 'Numero per SMS' })).toContainText('cellulare');
  await page.getByRole('button', { name: 'Cellulare ed e-mail…' }).click();
  await dialog(page).getByLabel('Cellulare').fill(mobile);
  await dialog(page).getByLabel('E-mail').fill(email);
  await expectAccessible(page);
  await screenshot(page, '60-recapiti');
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByRole('option', { name: 'Numero per SMS' })).toBeEnabled();
});

test('the way is chosen by keyboard, and a new number is looked at first', async () => {
  await confirmWarnings(page);
  await page.keyboard.press('Alt+c');
  await expect(way()).toBeFocused();
  for (const mode of ['none', 'mail-memo']) {
    await way().selectOption(mode);
    await expectReadable(way());
  }
  await page.setViewportSize({ width: 640, height: 360 });
  await expectReadable(way());
  await expectWellLaidOut(page);
  await way().scrollIntoViewIfNeeded();
  await screenshot(page, '61-consegna-200');
  await page.setViewportSize({ width: 1280, height: 720 });
  await way().selectOption('sms-number');
  await expect(page.locator('curante-delivery-choice')).toContainText(`+39${mobile}`);
  await expect(page.locator('curante-delivery-choice')).toContainText('mai usato');
  await expectWellLaidOut(page);
  await expectAccessible(page);
  await screenshot(page, '61-consegna');
  await confirmWarnings(page);
  await page.keyboard.press('Alt+i');
  await expect(dialog(page)).toContainText(mobile);
  await screenshot(page, '62-recapito-nuovo');
  await dialog(page).getByRole('button', { name: 'Sì, è giusto: invia' }).click();
  await expect(recipes(page).first()).toHaveAttribute('data-state', 'accepted', { timeout: 30_000 });
  await expect(badge()).toHaveAttribute('data-delivery', 'delivered', { timeout: 30_000 });
  await expect(badge()).toContainText('inviata per SMS');
  expect(await smsOf(mobile)).toHaveLength(1);
  await screenshot(page, '63-inviata');
});

test('a recipe is sent again another way', async () => {
  await recipes(page).first().getByRole('button', { name: 'Consegna…' }).focus();
  await page.keyboard.press('Enter');
  await dialog(page).locator('[data-way="mail-memo"]').click();
  await expectAccessible(page);
  await screenshot(page, '64-consegna-di-nuovo');
  await dialog(page).getByRole('button', { name: 'Consegna', exact: true }).click();
  await dialog(page).getByRole('button', { name: 'Sì, è giusto: invia' }).click();
  await expect(badge()).toContainText('inviata per e-mail', { timeout: 30_000 });
  const mail = await mailOf(email);
  expect(mail.map((one) => one.attachments.map((file) => file.name))).toEqual([['documenti.zip']]);
  // The password goes the other way.
  await expect.poll(async () => (await smsOf(mobile)).length).toBe(2);
});

test('what failed stands out in Gestione Studio, and is delivered from there', async () => {
  await provider('POST', '/faults', { kind: 'refuse-recipient', times: 1 });
  await addDrug(page, 'metformina');
  await way().selectOption('mail-number');
  await issueAndAccept(page);
  await expect(badge()).toHaveAttribute('data-delivery', 'failed', { timeout: 30_000 });
  await expect(badge()).toContainText('ricontrollarlo con il paziente');
  await page.getByRole('link', { name: /^Gestione Studio/ }).click();
  const row = page
    .locator('tr.amber')
    .filter({ hasText: person.fiscal_code })
    .filter({ hasText: 'METFORMINA' });
  await expect(row).toContainText('non consegnata');
  await page.getByRole('button', { name: /^da consegnare/ }).click();
  await expect(row).toBeVisible();
  await expectAccessible(page);
  await screenshot(page, '65-studio-da-consegnare');
  await row.getByRole('button', { name: /^Consegna la ricetta/ }).click();
  await dialog(page).locator('[data-way="sms-number"]').click();
  await dialog(page).getByRole('button', { name: 'Consegna', exact: true }).click();
  await expect(badge()).toContainText('inviata per SMS', { timeout: 30_000 });
});

test('a paper counts as handed out once it is printed', async () => {
  await addDrug(page, 'ramipril');
  await way().selectOption('none');
  await issueAndAccept(page);
  await expect(badge()).toHaveAttribute('data-delivery', 'to_deliver');
  await expect(recipes(page).first().getByRole('button', { name: 'Promemoria' })).toBeVisible({ timeout: 30_000 });
  await recipes(page).first().getByRole('button', { name: 'Consegna…' }).click();
  await dialog(page).locator('[data-way="print"]').click();
  await dialog(page).getByRole('button', { name: 'Consegna', exact: true }).click();
  const viewer = page.locator('curante-document');
  await expect(viewer.locator('iframe')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(viewer).toHaveCount(0);
  await expect(dialog(page).getByRole('button', { name: 'Consegna', exact: true })).toBeVisible();
  await expect(badge()).toHaveAttribute('data-delivery', 'to_deliver');
  await dialog(page).getByRole('button', { name: 'Consegna', exact: true }).click();
  await viewer.locator('button[data-print]').press('Enter');
  await expect(badge()).toHaveAttribute('data-delivery', 'delivered');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(recipes(page).first().getByRole('button', { name: 'Consegna…' })).toBeFocused();
});

test('a doctor has a usual way, which every new recipe goes', async () => {
  const other = somebody(familyName('Recapito'), 'Anna', 'F');
  const star = page.getByRole('button', { name: /^Mia consegna abituale/ });
  await admit(page, other);
  await addDrug(page, 'ramipril');
  await expect(way()).toHaveValue('print');
  await page.keyboard.press('Alt+c');
  await way().selectOption('none');
  await expect(star).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('Tab');
  await expect(star).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(star).toHaveAttribute('aria-pressed', 'true');
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '68-consegna-abituale');
  await issueAndAccept(page);
  await admit(page, somebody(familyName('Recapito'), 'Luisa', 'F'));
  await addDrug(page, 'metformina');
  await expect(way()).toHaveValue('none');
  await issueAndAccept(page);
  await expect(badge()).toHaveAttribute('data-delivery', 'to_deliver');
  await addDrug(page, 'ramipril');
  await star.click();
  await expect(star).toHaveAttribute('aria-pressed', 'false');
  await expect(way()).toHaveValue('print');
  await page.getByRole('button', { name: 'Scarta la bozza' }).click();
  await dialog(page).locator('[data-confirm]').click();
  await expect(star).toHaveCount(0);
});

test('where the password goes is said, and a new telephone for it is looked at too', async () => {
  const other = somebody(familyName('Recapito'), 'Carla', 'F');
  await admit(page, other);
  const address = `carla${mobile}@example.it`;
  const contacts = async (phone: string): Promise<void> => {
    await page.getByRole('button', { name: 'Cellulare ed e-mail…' }).click();
    await dialog(page).getByLabel('Cellulare').fill(phone);
    await dialog(page).getByLabel('E-mail').fill(address);
    await page.keyboard.press('Enter');
    await expect(dialog(page)).toHaveCount(0);
  };
  await addDrug(page, 'ramipril');
  await confirmWarnings(page);
  await contacts('');
  await way().selectOption('mail-memo');
  const choice = page.locator('curante-delivery-choice');
  await expect(choice.locator('[data-password]')).toContainText('stessa e-mail');
  await expectWellLaidOut(page);
  await expectAccessible(page);
  await screenshot(page, '66-password-stessa-email');
  const telephone = `334${mobile.slice(3)}`;
  await contacts(telephone);
  await expect(choice.locator('[data-password]')).toContainText(`Password per SMS a +39${telephone}`);
  await confirmWarnings(page);
  await page.keyboard.press('Alt+i');
  await expect(dialog(page)).toContainText(address);
  await expect(dialog(page)).toContainText(`+39${telephone} (password per SMS)`);
  await expectAccessible(page);
  await screenshot(page, '67-recapiti-nuovi');
  await dialog(page).getByRole('button', { name: 'Sì, è giusto: invia' }).click();
  await expect(badge()).toContainText('inviata per e-mail', { timeout: 60_000 });
  expect(await mailOf(address)).toHaveLength(1);
  expect(await smsOf(telephone)).toHaveLength(1);
});
