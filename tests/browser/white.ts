// SPDX-License-Identifier: Apache-2.0
// White recipes: what the service holds of them, and how one is prescribed.
import { expect, type Page } from '@playwright/test';
import { addDrug, confirmWarnings, recipes, register, simulatorAdmin } from './practice';
import type { Person } from './person';

export interface HeldWhite {
  nrbe: string;
  pin: string;
  state: number;
}

/** What the service holds and would dispense; where its answers were lost, only it knows. */
export async function heldWhite(): Promise<HeldWhite[]> {
  const answer = await fetch(`${simulatorAdmin}/white`);
  const { recipes: all } = (await answer.json()) as { recipes: HeldWhite[] };
  return all.filter((one) => one.state === 3);
}

/** A white recipe for somebody new, until it stands there in that state. */
export async function prescribeWhite(
  page: Page,
  person: Person,
  state: string,
  patience_ms = 30_000,
): Promise<void> {
  await register(page, person);
  await addDrug(page, 'ramipril');
  await page.getByRole('button', { name: /^Opzioni di/ }).press('Enter');
  await page.getByRole('checkbox', { name: /^A carico del paziente/ }).check();
  await confirmWarnings(page);
  await page.keyboard.press('Alt+i');
  await expect(recipes(page).first()).toHaveAttribute('data-state', state, { timeout: patience_ms });
}
