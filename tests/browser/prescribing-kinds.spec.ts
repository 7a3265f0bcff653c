// SPDX-License-Identifier: Apache-2.0
// Who is not on the SSN's list: each kind is asked for what it needs, and its recipe is accepted.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { familyName, somebody } from './person';
import {
  addDrug,
  completeLetterhead,
  confirmWarnings,
  expectAccessible,
  expectReadable,
  expectWellLaidOut,
  issueAndAccept,
  issueButton,
  oneWindow,
  recipes,
  screenshot,
} from './practice';
import { admit, admitNew, ask, fillForeignCard, judged, patientKind } from './prescribing';

let page: Page;

oneWindow((it) => (page = it));

const kind = (): Locator => patientKind(page);

/** A recipe of this kind is held back until `fill` has told what the kind needs; then it is accepted. */
async function neededAndAccepted(
  code: string,
  person: ReturnType<typeof somebody>,
  fill: () => Promise<void>,
): Promise<void> {
  await admit(page, person);
  await addDrug(page, 'furosemide');
  await kind().selectOption(code);
  await judged(page);
  await expect(issueButton(page)).toBeDisabled();
  await fill();
  await judged(page);
  await expect(page.locator('curante-findings li.block')).toHaveCount(0);
  await expectReadable(kind());
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, `24-assistito-${code}`);
  await page.setViewportSize({ width: 640, height: 360 });
  await expectReadable(kind());
  await expectWellLaidOut(page);
  await kind().scrollIntoViewIfNeeded();
  await screenshot(page, `24-assistito-${code}-200`);
  await page.setViewportSize({ width: 1280, height: 720 });
  await issueAndAccept(page);
}

for (const [code, state] of [
  ['EE', 'CH'],
  ['NE', 'DE'],
] as const) {
  test(`a person of kind ${code} is told by the foreign card`, async () => {
    await neededAndAccepted(code, somebody(familyName('EST'), 'ERIKA', 'F'), () =>
      fillForeignCard(page, state),
    );
  });
}

for (const code of ['NA', 'ND', 'NX']) {
  test(`a seafarer of kind ${code} is told by the SASN card and the company`, async () => {
    await neededAndAccepted(code, somebody(familyName('NAV'), 'NAVARRO', 'M'), async () => {
      await page.getByLabel('N. di tessera SASN').fill('1234567');
      await judged(page);
      await expect(issueButton(page)).toBeDisabled();
      await page.getByLabel('Società di navigazione').fill('COMPAGNIA DI PROVA');
    });
  });
}

test('a stranger with an STP code is of kind ST', async () => {
  const number = String(Math.floor(Math.random() * 10_000_000)).padStart(7, '0');
  const person = { ...somebody(familyName('STR'), 'SARA', 'F'), fiscal_code: `STP120201${number}` };
  await admit(page, person);
  await addDrug(page, 'furosemide');
  await kind().selectOption('ST');
  await judged(page);
  await expect(page.locator('curante-findings li.block')).toHaveCount(0);
  await expectAccessible(page);
  await screenshot(page, '24-assistito-ST');
  await issueAndAccept(page);
});

interface Issued {
  prescriptions: { recipes: { white_number: string; white_pin: string }[] }[];
}

test('the card of a white recipe shows number and PIN', async () => {
  await completeLetterhead(page.request);
  const patient = await admitNew(page, 'PIN', 'PINA');
  await addDrug(page, 'ramipril');
  await page.getByRole('button', { name: /^Opzioni di/ }).press('Enter');
  await page.getByRole('checkbox', { name: /^A carico del paziente/ }).check();
  await confirmWarnings(page);
  await page.keyboard.press('Alt+i');
  const card = recipes(page).first();
  await expect(card).toHaveAttribute('data-state', 'accepted', { timeout: 30_000 });
  const { prescriptions } = await ask<Issued>(page, 'prescribing/1/ListForPatient', { patient });
  const white = prescriptions[0]?.recipes[0];
  expect(white?.white_pin).toMatch(/\S/);
  await expect(card).toContainText(white?.white_number ?? '');
  await expect(card).toContainText(white?.white_pin ?? '');
  await expectAccessible(page);
  await screenshot(page, '27b-nrbe-e-pin');
});
