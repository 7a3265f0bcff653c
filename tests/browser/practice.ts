// SPDX-License-Identifier: Apache-2.0
// What a doctor does on the screen, as functions; and what every screen must keep.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type APIRequestContext, type Browser, type Locator, type Page } from '@playwright/test';
import type { Person } from './person';

export const user = process.env['CURANTE_USER'] ?? 'medico';
export const password = process.env['CURANTE_PASSWORD'] ?? '';
export const simulatorAdmin = process.env['CURANTE_SIMULATOR_ADMIN'] ?? '';

export const nrePattern = /[0-9]{3}[0-9A-Z]{12}/;

/** Pictures go beside the results; those that the project keeps are replaced on purpose only (see `run`). */
const pictures = process.env['CURANTE_SCREENSHOTS'] ?? `${__dirname}/../../build/browser-results/screenshots`;

export async function screenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${pictures}/${name}.png` });
}

export async function signIn(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Nome utente').fill(user);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await expect(searchField(page)).toBeVisible();
}

/** A window of its own, signed in; what it is in ends with `page.context().close()`. */
export async function signedIn(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page);
  return page;
}

/**
 * One window for all tests of a file: signed in before the first, closed after the last, once `closing` has
 * put right what the tests changed for others. No fault of the simulator outlives them.
 */
export function oneWindow(
  opened: (page: Page) => unknown,
  closing: () => Promise<unknown> = () => Promise.resolve(),
): void {
  let page: Page | undefined;
  test.beforeAll(async ({ browser }) => {
    page = await signedIn(browser);
    await opened(page);
  });
  test.afterAll(async () => {
    // Without a window nothing was changed, and why there is none is what has to be told.
    if (!page) return;
    // Each of them whatever became of the one before.
    try {
      await simulator('DELETE', '/faults');
    } finally {
      try {
        await closing();
      } finally {
        await page.context().close();
      }
    }
  });
}

export function searchField(page: Page): Locator {
  return page.getByRole('combobox', { name: 'Cerca un assistito' });
}

export function drugField(page: Page): Locator {
  return page.getByRole('combobox', { name: 'Farmaco' });
}

/** The choices of the type-ahead that is open. */
export function choices(page: Page): Locator {
  return page.locator('[role=option]:visible');
}

/** Turns to the page of patients by its key, from wherever one is. */
export async function openPatients(page: Page): Promise<void> {
  // Keys mean something once the bar of pages is there, which a fresh window fetches first.
  await expect(page.getByRole('navigation', { name: 'Pagine' })).toBeVisible();
  await page.keyboard.press('Alt+p');
  await expect(searchField(page)).toBeFocused();
}

export async function openPatient(page: Page, person: Person): Promise<void> {
  await openPatients(page);
  await page.keyboard.type(person.fiscal_code);
  await expect(choices(page)).toHaveCount(1);
  await expect(choices(page)).toContainText(person.last_name, { ignoreCase: true });
  await page.keyboard.press('Enter');
  await expectOpen(page, person);
}

/** The chart is open, and its screens, each fetched by itself, take keys. */
async function expectOpen(page: Page, person: Person): Promise<void> {
  await expect(identity(page)).toContainText(person.fiscal_code);
  await expect(drugField(page)).toBeFocused();
}

export function identity(page: Page): Locator {
  return page.getByRole('region', { name: "Identità dell'assistito" });
}

/** The dialog that is open, or the one called `name`. What it holds is slotted into it. */
export function dialog(page: Page, name?: string): Locator {
  const all = page.locator('curante-modal');
  return name ? all.filter({ has: page.getByRole('dialog', { name }) }) : all;
}

/** Registers somebody through the form, keyboard only where a field allows it. */
export async function register(page: Page, person: Person): Promise<void> {
  await openPatients(page);
  await page.keyboard.press('Alt+n');
  await fillPatient(page, person);
  await page.getByRole('button', { name: 'Salva', exact: true }).click();
  await expectOpen(page, person);
}

export async function fillPatient(page: Page, person: Person): Promise<void> {
  const form = dialog(page);
  await form.getByRole('textbox', { name: 'Cognome' }).fill(person.last_name);
  await form.getByRole('textbox', { name: /^Nome/ }).fill(person.first_name);
  await form.getByLabel('Codice fiscale').fill(person.fiscal_code);
  await form.getByLabel('Sesso').selectOption(person.sex);
  await form.getByLabel('Data di nascita').fill(person.birth_date);
  await pick(page, form.getByRole('combobox', { name: 'Comune o Stato di nascita' }), 'Roma');
  await form.getByLabel('Indirizzo e numero').fill('Via di Prova 1');
  await form.getByLabel('CAP').fill('00183');
  await pick(page, form.getByRole('combobox', { name: 'Comune', exact: true }), 'Roma');
}

export async function pick(page: Page, field: Locator, text: string): Promise<void> {
  await field.fill(text);
  await expect(choices(page).first()).toContainText(text, { ignoreCase: true });
  await field.press('Enter');
  await expect(choices(page)).toHaveCount(0);
}

/** Adds a drug to the draft by keyboard; leaves the focus in its quantity. */
export async function addDrug(page: Page, name: string): Promise<string> {
  const before = await page.locator('curante-line-editor').count();
  await page.keyboard.press('Alt+u');
  await expect(drugField(page)).toBeFocused();
  await page.keyboard.type(name);
  await expect(choices(page).first()).toContainText(name, { ignoreCase: true });
  await page.keyboard.press('Enter');
  const lines = page.locator('curante-line-editor');
  await expect(lines).toHaveCount(before + 1);
  const quantity = lines.last().getByRole('spinbutton');
  await expect(quantity).toBeFocused();
  return (await lines.last().locator('strong').first().textContent())?.trim() ?? '';
}

/** Says by keyboard that the newest line is prescribed under this AIFA note. */
export async function chooseNote(page: Page, code: string): Promise<void> {
  const line = page.locator('curante-line-editor').last();
  const note = line.getByRole('radio', { name: new RegExp(`^nota ${code}:`) });
  await note.press('Space');
  await expect(note).toBeChecked();
}

/** Answers every warning that wants a reason, as a doctor who has looked. */
export async function confirmWarnings(page: Page): Promise<void> {
  await expect(page.locator('curante-findings').getByRole('status')).not.toContainText('Controllo');
  for (const reason of await page.getByLabel('Motivo per proseguire').all()) {
    await reason.fill('verificato con il paziente, si procede');
  }
  await expect(issueButton(page)).toBeEnabled();
}

export function issueButton(page: Page): Locator {
  return page.locator('button[data-issue]');
}

export function recipes(page: Page): Locator {
  return page.locator('[data-recipe]');
}

/** Sends the draft and waits until the newest recipe is accepted. Returns its NRE. */
export async function issueAndAccept(page: Page, patience_ms = 30_000): Promise<string> {
  await confirmWarnings(page);
  const before = await page.locator('[data-prescription]').count();
  await page.keyboard.press('Alt+i');
  await expect(page.locator('[data-prescription]')).toHaveCount(before + 1);
  const newest = recipes(page).first();
  await expect(newest).toHaveAttribute('data-state', 'accepted', { timeout: patience_ms });
  const nre = nrePattern.exec((await newest.textContent()) ?? '')?.[0] ?? '';
  expect(nre).toMatch(nrePattern);
  return nre;
}

/** What a bar that stays in sight covers for the moment is scrolled from under it: no small target. */
function letBarsStay(page: Page, stay: boolean): Promise<void> {
  return page.evaluate((stay) => {
    const walk = (root: ParentNode): void => {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.shadowRoot) walk(element.shadowRoot);
        if (stay && element.dataset['barLet']) {
          element.style.position = '';
          delete element.dataset['barLet'];
        } else if (!stay && getComputedStyle(element).position === 'sticky') {
          element.style.position = 'static';
          element.dataset['barLet'] = 'go';
        }
      }
    };
    walk(document);
  }, stay);
}

/** No WCAG 2.2 A/AA violation that axe can find. */
export async function expectAccessible(page: Page): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  await letBarsStay(page, false);
  // The browser's own PDF viewer is not ours to mend.
  const found = await new AxeBuilder({ page }).withTags(tags).exclude('iframe').analyze();
  await letBarsStay(page, true);
  const told = found.violations.map(
    (one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`,
  );
  expect(told).toEqual([]);
}

/** Scrolls to the end, where the bar that stays in sight covers nothing. */
export function clearOfTheBar(page: Page): Promise<void> {
  return page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
}

/** Nothing wider than the window, and no target under 24 pixels. */
export async function expectWellLaidOut(page: Page): Promise<void> {
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wide, 'the page scrolls sideways').toBeLessThanOrEqual(0);
  const small = await page.evaluate(() => {
    const found: string[] = [];
    const walk = (root: ParentNode): void => {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.shadowRoot) walk(element.shadowRoot);
        if (!element.matches('button, input, select, textarea, a[href]')) continue;
        if (element.classList.contains('skip')) continue;
        const box = element.getBoundingClientRect();
        if (box.width > 0 && (box.width < 24 || box.height < 24)) {
          found.push(`${element.localName} «${element.textContent?.trim()}» ${box.width}×${box.height}`);
        }
      }
    };
    walk(document);
    return found;
  });
  expect(small, 'targets under 24 pixels').toEqual([]);
}

/** What is chosen in a list can be read to its end. */
export async function expectReadable(list: Locator): Promise<void> {
  const missing = await list.evaluate((element) => {
    const select = element as HTMLSelectElement;
    const style = getComputedStyle(select);
    const pen = document.createElement('canvas').getContext('2d');
    if (!pen) throw new Error('nothing to measure with');
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const text = pen.measureText(select.selectedOptions[0]?.text.trim() ?? '').width;
    const padding = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
    return text + padding - select.clientWidth;
  });
  expect(missing, 'pixels of the chosen text that are cut off').toBeLessThanOrEqual(0);
}

/** Gives the simulator a fault, or an order, through its admin port. */
export async function simulator(method: string, path: string, body?: unknown): Promise<void> {
  const answer = await fetch(`${simulatorAdmin}${path}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  expect(answer.ok, `the simulator refused ${path}`).toBe(true);
}

/** What the service holds of a recipe, as it was sent. */
export interface SentRecipe {
  header: Record<string, string>;
  rows: Record<string, string>[];
}
export async function sentRecipe(nre: string): Promise<SentRecipe> {
  const answer = await fetch(`${simulatorAdmin}/recipes?nre=${nre}`);
  const { recipes } = (await answer.json()) as { recipes: SentRecipe[] };
  expect(recipes).toHaveLength(1);
  return recipes[0] as SentRecipe;
}

interface Account {
  user_name: string;
  doctor: Record<string, string> | null;
}

/** Changes the signed-in doctor's professional data. Returns those of before. */
export async function changeOwnDoctor(
  request: APIRequestContext,
  change: Record<string, string>,
): Promise<Record<string, string>> {
  const list = await request.post('/api/accounts/1/ListAccounts', { data: {} });
  const { accounts } = (await list.json()) as { accounts: Account[] };
  const own = accounts.find((one) => one.user_name === user);
  const before = own?.doctor ?? {};
  const account = { ...own, doctor: { ...before, ...change } };
  const saved = await request.post('/api/accounts/1/SaveAccount', { data: { account } });
  expect(saved.ok(), await saved.text()).toBe(true);
  return before;
}

/** Changes the ASL in the signed-in doctor's professional data. Returns the one before. */
export async function changeOwnAsl(request: APIRequestContext, asl_code: string): Promise<string> {
  return (await changeOwnDoctor(request, { asl_code })).asl_code ?? '';
}

/** What the head of a white recipe says of its doctor. */
export async function completeLetterhead(request: APIRequestContext, more = {}): Promise<void> {
  await changeOwnDoctor(request, {
    address: 'VIA DELLO STUDIO 1',
    postal_code: '00185',
    municipality: 'ROMA',
    province: 'RM',
    phone: '0612345678',
    register_number: 'RM 12345',
    ...more,
  });
}
