// SPDX-License-Identifier: Apache-2.0
import { openPatient, papersToCome, session } from '@curante/shell';
import type { accounts, prescribing } from '@curante/contracts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeServer, quiet } from '../../web/ui/scripts/fake-server';
import './go-on-as-paper';
import type { GoOnAsPaper } from './go-on-as-paper';

const recipe = {
  id: 'r1',
  state: 'refused',
  kind: 'white',
  document: '',
  nre: '',
  white_number: '',
  paper_code: '',
  lines: [{ kind: 'drug', drug_text: 'CIALIS 20 MG' }],
} as unknown as prescribing.RecipeView;
const patient = { id: 'p1', last_name: 'ROSSI', first_name: 'MARIA', birth_date: '1960-02-01' };
const printed = { ...recipe, state: 'printed' } as prescribing.RecipeView;

beforeEach(() => {
  session.begin({ account: 'd1', permissions: ['prescription.issue'] } as unknown as accounts.Session);
});
afterEach(() => {
  openPatient.value = '';
  session.end();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

async function shown(one: prescribing.RecipeView): Promise<GoOnAsPaper> {
  const button = document.createElement('curante-go-on-as-paper') as GoOnAsPaper;
  button.recipe = one;
  button.patient = 'p1';
  document.body.append(button);
  await button.updateComplete;
  return button;
}
const press = (button: GoOnAsPaper): void =>
  button.renderRoot.querySelector<HTMLButtonElement>('[data-go-on-as-paper]')?.click();
const answer = (yes: boolean): Promise<string> =>
  vi.waitFor(() => {
    const roots = [...document.body.children].map((one) => one.shadowRoot);
    const asking = roots.find((root) => root?.querySelector('[data-confirm]'));
    const text = asking?.querySelector('p')?.textContent;
    if (!text) throw new Error('nothing is asked');
    asking.querySelector<HTMLButtonElement>(yes ? '[data-confirm]' : 'button:not([data-confirm])')?.click();
    return text;
  });

it('is asked about first, with whose it is and what is on it', async () => {
  const server = new FakeServer({ GetPatient: () => patient });
  press(await shown(recipe));
  const text = await answer(false);
  expect(text).toContain('ROSSI MARIA, 01/02/1960');
  expect(text).toContain('CIALIS 20 MG');
  expect(text).toContain('non viene più inviata');
  await quiet();
  expect(server.count('GoOnAsPaper')).toBe(0);
});

it('leaves the keys to what comes next when its button goes with what it was for', async () => {
  new FakeServer({ GetPatient: () => patient, GoOnAsPaper: () => printed });
  const card = document.createElement('div');
  const root = card.attachShadow({ mode: 'open' });
  root.innerHTML = '<p data-recipe="r1"></p><p data-recipe="r2"><button class="danger"></button><button id="next"></button></p>';
  document.body.append(card);
  const button = await shown(recipe);
  root.querySelector('p')?.append(button);
  button.renderRoot.querySelector<HTMLButtonElement>('[data-go-on-as-paper]')?.focus();
  press(button);
  await answer(true);
  await vi.waitFor(() => expect(root.activeElement?.id).toBe('next'));
});

const waiting = { recipe: 'r1', patient: 'p1', name: 'ROSSI MARIA', document: '' };

it('is waited for from then on', async () => {
  const server = new FakeServer({ GetPatient: () => patient, GoOnAsPaper: () => printed });
  const button = await shown(recipe);
  press(button);
  await answer(true);
  await vi.waitFor(() => expect(papersToCome.value).toEqual([{ ...waiting, expected: true }]));
  expect(server.asked.at(-1)?.body).toEqual({ recipe: 'r1' });
  await button.updateComplete;
  expect(button.renderRoot.querySelector('[data-go-on-as-paper]')).toBeNull();
});

it('is waited for although another chart was opened before the answer, but comes up over none', async () => {
  const server = new FakeServer({ GetPatient: () => patient });
  openPatient.value = 'p1';
  const button = await shown(recipe);
  press(button);
  await answer(true);
  const [late] = await server.held('GoOnAsPaper');
  button.remove();
  openPatient.value = 'p2';
  late?.answer(printed);
  await vi.waitFor(() => expect(papersToCome.value).toEqual([{ ...waiting, expected: false }]));
});

it('is not asked over another patient’s chart, nor done for one that was left', async () => {
  const server = new FakeServer({ GoOnAsPaper: () => printed });
  openPatient.value = 'p1';
  const button = await shown(recipe);
  press(button);
  const [late] = await server.held('GetPatient');
  button.remove();
  openPatient.value = 'p2';
  late?.answer(patient);
  await quiet();
  expect(document.body.children).toHaveLength(0);
  openPatient.value = 'p1';
  const again = await shown(recipe);
  press(again);
  (await server.held('GetPatient', 2))[1]?.answer(patient);
  await vi.waitFor(() => expect(document.body.children.length).toBeGreaterThan(1));
  openPatient.value = 'p2';
  await quiet();
  expect(document.body.children).toHaveLength(1);
  expect(server.count('GoOnAsPaper')).toBe(0);
});

it('says why it cannot be, and changes nothing', async () => {
  vi.stubGlobal('fetch', async (address: string) =>
    address.endsWith('/GetPatient')
      ? Response.json(patient)
      : Response.json({ code: 'recipe-uncertain', message: 'non si sa ancora', remedy: 'attendere' }, { status: 409 }),
  );
  const button = await shown({ ...recipe, state: 'attention' } as prescribing.RecipeView);
  press(button);
  await answer(true);
  const told = (): unknown =>
    (button.renderRoot.querySelector('curante-problem') as unknown as { problem?: Error }).problem?.message;
  await vi.waitFor(() => expect(told()).toBe('non si sa ancora'));
  expect(button.renderRoot.querySelector('[data-go-on-as-paper]')).not.toBeNull();
});

it('is not there for what may have left, or for who may not', async () => {
  const there = async (one: Partial<prescribing.RecipeView>): Promise<boolean> =>
    (await shown({ ...recipe, ...one })).renderRoot.querySelector('[data-go-on-as-paper]') !== null;
  expect(await there({ state: 'checking' })).toBe(false);
  expect(await there({ kind: 'drugs' })).toBe(false);
  expect(await there({ repeated: true })).toBe(false);
  expect(await there({})).toBe(true);
  session.begin({ account: 'd1', permissions: ['prescription.read'] } as unknown as accounts.Session);
  expect(await there({})).toBe(false);
});
