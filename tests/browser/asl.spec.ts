// SPDX-License-Identifier: Apache-2.0
// A wrong ASL is put right for several patients at once, and given back.
import { expect, test, type Page } from '@playwright/test';
import { familyName, somebody } from './person';
import { dialog, expectAccessible, expectWellLaidOut, screenshot, signedIn } from './practice';
import { ask, enrol } from './prescribing';

const wrong = 'RM 120 998';
const people = [0, 1].map(() => somebody(familyName('Asl'), 'Sara', 'F'));
let page: Page;
let doctor: { account: string; last_name: string; first_name: string };
const ids: string[] = [];

async function codes(): Promise<string[]> {
  const all = [];
  for (const patient of ids) {
    all.push((await ask<{ asl_code: string }>(page, 'chart/1/GetPatient', { patient })).asl_code);
  }
  return all;
}

test.beforeAll(async ({ browser }) => {
  page = await signedIn(browser);
  const all = await ask<{ doctors: (typeof doctor)[] }>(page, 'accounts/1/ListDoctors', {});
  [doctor] = all.doctors as [typeof doctor];
  for (const person of people) {
    ids.push(await enrol(page, person, { doctor: doctor.account, asl_code: '998' }));
  }
});
test.afterAll(() => page.context().close());

test('a doctor replaces it for those chosen, after a look, and takes it back', async () => {
  await page.goto('/#/asl');
  const row = page.locator(`tr[data-asl="${wrong}"]`);
  await expect(row).toContainText('non è quella dello studio');
  await row.getByRole('button').press('Enter');
  const field = page.getByLabel('Nuova ASL');
  await expect(field).toBeFocused();
  // Another ASL may be right of somebody: nobody is chosen before the doctor does.
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0);
  const person = page.getByRole('row').filter({ hasText: people[0]?.fiscal_code ?? '' });
  await expect(person).toContainText(`${doctor.last_name} ${doctor.first_name}`);
  await page.getByRole('checkbox', { name: `Scegli ${people[0]?.last_name} ${people[0]?.first_name}` }).check();
  await field.fill('201');
  await expectAccessible(page);
  await expectWellLaidOut(page);
  await screenshot(page, '101-asl-da-correggere');
  await field.press('Enter');
  const question = dialog(page, "Sostituire l'ASL?");
  await expect(question).toContainText(`1 assistito passa da ${wrong} a RM 120 201`);
  await expectAccessible(page);
  await page.locator('[data-confirm]').press('Enter');
  const done = page.locator('tr[data-replacement]').first();
  await expect(done).toContainText(wrong);
  expect(await codes()).toEqual(['201', '998']);
  await screenshot(page, '102-asl-corretta');
  await done.getByRole('button').press('Enter');
  await page.locator('[data-confirm]').press('Enter');
  await expect(done).toContainText('annullata');
  expect(await codes()).toEqual(['998', '998']);
  await expectAccessible(page);
});
