// SPDX-License-Identifier: Apache-2.0
// White recipes that go on the doctor's own paper instead of to the service, by keyboard.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { familyName, somebody } from './person';
import {
  completeLetterhead,
  dialog,
  expectAccessible,
  expectWellLaidOut,
  oneWindow,
  recipes,
  screenshot,
  simulator,
} from './practice';
import { heldWhite, prescribeWhite } from './white';

test.describe.configure({ mode: 'serial' });

let page: Page;
const refused = somebody(familyName('Cart'), 'Elena', 'F');
const waiting = somebody(familyName('Dart'), 'Ugo', 'M');

const paperButton = (): Locator => recipes(page).first().getByRole('button', { name: 'Stampa su carta' });

oneWindow(
  (it) => (page = it),
  () => completeLetterhead(page.request),
);

test('a refused one is printed from the chart, and its paper comes up', async () => {
  const before = await heldWhite();
  // The service knows this doctor under another specialisation.
  await completeLetterhead(page.request, { specialisation: 'P' });
  await prescribeWhite(page, refused, 'refused');
  await expectAccessible(page);
  await screenshot(page, '130-bianca-rifiutata');
  await paperButton().focus();
  await page.keyboard.press('Enter');
  const question = dialog(page, 'Stampare la ricetta bianca su carta?');
  await expect(question).toContainText(refused.last_name, { ignoreCase: true });
  await expect(question).toContainText('RAMIPRIL');
  await expect(question).toContainText('non viene più inviata');
  await expectAccessible(page);
  await screenshot(page, '131-bianca-su-carta');
  await question.locator('[data-confirm]').press('Enter');
  const paper = page.locator('curante-document');
  await expect(paper).toContainText(`Ricetta su carta di ${refused.last_name}`, {
    ignoreCase: true,
    timeout: 30_000,
  });
  await expect(paper.locator('iframe')).toHaveAttribute('src', /^blob:/);
  // It came by itself: no key that was meant for something else prints it.
  await expect(paper.locator('#heading')).toBeFocused();
  await expectAccessible(page);
  await screenshot(page, '132-bianca-stampata');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  // It was seen: nothing tells of it any more.
  await expect(page.locator('curante-papers-to-come [data-paper]')).toHaveCount(0);
  const recipe = recipes(page).first();
  await expect(recipe).toHaveAttribute('data-state', 'printed');
  await expect(paperButton()).toHaveCount(0);
  await expect(recipe.getByRole('button', { name: 'Ricetta di carta' })).toBeVisible();
  // What the service held against it is not held against its paper.
  await expect(recipe).not.toContainText(/specializzazione/i);
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await completeLetterhead(page.request, { specialisation: 'F' });
  expect(await heldWhite()).toEqual(before);
});

test('one that waits for the service goes on paper from Gestione Studio and is not sent later', async () => {
  const before = await heldWhite();
  await simulator('POST', '/faults', { kind: 'wrong-certificate', times: 0 });
  await prescribeWhite(page, waiting, 'waiting');
  await expect(recipes(page).first().locator('.why')).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Alt+g');
  const row = page.locator('tr[data-recipe]').filter({ hasText: waiting.last_name });
  await expect(row).toHaveAttribute('data-state', 'waiting');
  await expectAccessible(page);
  await screenshot(page, '133-bianca-in-attesa-in-studio');
  await row.getByRole('button', { name: /^Stampa su carta la ricetta bianca di/ }).press('Enter');
  const question = dialog(page, 'Stampare la ricetta bianca su carta?');
  await expect(question).toContainText(waiting.last_name, { ignoreCase: true });
  await question.locator('[data-confirm]').press('Enter');
  const paper = page.locator('curante-document');
  await expect(paper).toContainText(`Ricetta su carta di ${waiting.last_name}`, {
    ignoreCase: true,
    timeout: 30_000,
  });
  await expect(paper.locator('iframe')).toHaveAttribute('src', /^blob:/);
  await expect(paper.locator('#heading')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(row).toHaveAttribute('data-state', 'printed');
  await simulator('DELETE', '/faults');
  await row.getByRole('button', { name: /^Apri la stampa/ }).press('Enter');
  await expect(paper.locator('iframe')).toHaveAttribute('src', /^blob:/);
  await screenshot(page, '134-bianca-di-carta-in-studio');
  await page.keyboard.press('Escape');
  await expect(row).toHaveClass(/green/);
  await expectAccessible(page);
  // Another one leaves, this one never does.
  await prescribeWhite(page, somebody(familyName('Eart'), 'Ada', 'F'), 'accepted');
  expect((await heldWhite()).length).toBe(before.length + 1);
});
