// SPDX-License-Identifier: Apache-2.0
import { liveEvents, openPatient, session } from '@curante/shell';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { accounts, prescribing } from '@curante/contracts';
import { FakeServer, quiet } from '../../web/ui/scripts/fake-server';
import { PrescriptionList } from './prescription-list';

const maria = '00000000-0000-4000-8000-000000000001';
const one = (id: string, issued: string, state = 'accepted'): prescribing.Prescription =>
  ({
    id,
    patient: maria,
    issued,
    exemption: '',
    recipes: [
      { id: `${id}-r`, state, reasons: [], lines: [], problem: '', nre: '', red_trouble: 'none', delivery: { mode: '', state: 'none' } },
    ],
  }) as unknown as prescribing.Prescription;

let server: FakeServer;
let list: PrescriptionList;

beforeEach(() => {
  openPatient.value = maria;
  server = new FakeServer();
  list = new PrescriptionList();
  list.patient = maria;
  document.body.append(list);
});
afterEach(() => {
  document.body.replaceChildren();
  openPatient.value = '';
  vi.unstubAllGlobals();
});

const shown = (): string[] =>
  [...(list.shadowRoot?.querySelectorAll('curante-prescription') ?? [])].map((card) => {
    const { prescription } = card as unknown as { prescription: prescribing.Prescription };
    return `${prescription.id} ${prescription.recipes[0]?.state}`;
  });

it('shows a page once, however often it is asked for', async () => {
  const [first] = await server.held('ListForPatient');
  first?.answer({ prescriptions: [one('b', '2026-11-02')], next: 'more' });
  const more = await vi.waitFor(() => {
    const button = list.shadowRoot?.querySelector<HTMLElement>('section > button');
    if (!button) throw new Error('no more');
    return button;
  });
  more.click();
  more.click();
  for (const page of (await server.held('ListForPatient', 3)).slice(1)) {
    page.answer({ prescriptions: [one('a', '2026-11-01')], next: '' });
  }
  await quiet();
  expect(shown()).toEqual(['b accepted', 'a accepted']);
});

it('does not lose what was issued while the list was on its way', async () => {
  const [first] = await server.held('ListForPatient');
  list.take(one('new', '2026-11-03', 'waiting'));
  first?.answer({ prescriptions: [one('b', '2026-11-02')], next: '' });
  await quiet();
  expect(shown()).toEqual(['new waiting', 'b accepted']);
});

it('never goes back to what an older answer says', async () => {
  const [first] = await server.held('ListForPatient');
  first?.answer({ prescriptions: [one('b', '2026-11-02')], next: '' });
  await quiet();
  const refresh = (list as unknown as { refresh(id: string): Promise<void> }).refresh.bind(list);
  void refresh('b');
  void refresh('b');
  const [older, newer] = await server.held('Get', 2);
  newer?.answer(one('b', '2026-11-02', 'withdrawing'));
  await quiet();
  older?.answer(one('b', '2026-11-02', 'accepted'));
  await quiet();
  expect(shown()).toEqual(['b withdrawing']);
});

it('reloads to the end, whoever asks for more meanwhile', async () => {
  const [first] = await server.held('ListForPatient');
  first?.answer({ prescriptions: [one('b', '2026-11-02', 'waiting')], next: 'more' });
  await quiet();
  void (list as unknown as { reload(): Promise<void> }).reload(); // events were lost
  const [, again] = await server.held('ListForPatient', 2);
  const more = list.shadowRoot?.querySelector<HTMLElement>('section > button');
  more?.click();
  again?.answer({ prescriptions: [one('b', '2026-11-02')], next: 'more' });
  await quiet();
  expect(shown()).toEqual(['b accepted']);
  expect(server.count('ListForPatient')).toBe(2);
  more?.click();
  await server.held('ListForPatient', 3);
});

it('has a quiet word for a red form that the ministry was sent, and then took, each once', async () => {
  const tell = (event: object): void =>
    (liveEvents as unknown as { dispatch(name: string, data: string): void }).dispatch(
      'red-form-changed/1',
      JSON.stringify({ recipe: 'r', patient: maria, state: 'sent', ...event }),
    );
  const said = (): string => document.querySelector('.curante-announcer')?.textContent ?? '';
  const form = { code: '120261234567006', state: 'sent', outcome: 'waiting' };
  tell({});
  const [first] = await server.held('GetForm');
  first?.answer(form);
  await vi.waitFor(() => expect(said()).toContain('120261234567006 inviata al MEF: in attesa di verifica'));
  tell({});
  const [, second] = await server.held('GetForm', 2);
  second?.answer({ ...form, outcome: 'clean' });
  await vi.waitFor(() => expect(said()).toContain('120261234567006 acquisita dal MEF'));
  tell({ patient: 'another' });
  tell({ state: 'queued' });
  await quiet();
  expect(server.count('GetForm')).toBe(2);
});

it('asks before a new try what only a person knows', async () => {
  const [first] = await server.held('ListForPatient');
  const held = one('b', '2026-11-02', 'waiting');
  Object.assign(held.recipes[0] ?? {}, { retry_question: 'Non risulta nel sito Sistema TS?' });
  first?.answer({ prescriptions: [held], next: '' });
  await quiet();
  const retry = (): boolean | undefined =>
    list.shadowRoot
      ?.querySelector('curante-prescription')
      ?.dispatchEvent(new CustomEvent('curante-retry', { detail: held.recipes[0] }));
  const asked = (): Promise<ShadowRoot> =>
    vi.waitFor(() => {
      const holder = [...document.body.children].find((it) => it.shadowRoot?.querySelector('[data-confirm]'));
      if (!holder?.shadowRoot) throw new Error('nothing is asked');
      return holder.shadowRoot;
    });
  retry();
  const no = await asked();
  expect(no.querySelector('p')?.textContent).toContain('Non risulta nel sito Sistema TS?');
  no.querySelector<HTMLButtonElement>('button:not([data-confirm])')?.click();
  await quiet();
  expect(server.count('Retry')).toBe(0);
  retry();
  (await asked()).querySelector<HTMLButtonElement>('[data-confirm]')?.click();
  await server.held('Retry');
});

it('withdraws what is on no form yet once, and speaks of no sheet', async () => {
  session.begin({ account: 'd1', permissions: ['prescription.issue'] } as unknown as accounts.Session);
  const [first] = await server.held('ListForPatient');
  const unprinted = one('b', '2026-11-02', 'printed');
  Object.assign(unprinted.recipes[0] ?? {}, { kind: 'drugs', paper_code: '', problem: 'blocchetto esaurito' });
  first?.answer({ prescriptions: [unprinted], next: '' });
  await quiet();
  const card = list.shadowRoot?.querySelector('curante-prescription')?.shadowRoot;
  card?.querySelector<HTMLButtonElement>('button.danger')?.click();
  const asked = await vi.waitFor(() => {
    const holder = [...document.body.children].find((it) => it.shadowRoot?.querySelector('[data-confirm]'));
    if (!holder?.shadowRoot) throw new Error('nothing is asked');
    return holder.shadowRoot;
  });
  const text = asked.querySelector('p')?.textContent ?? '';
  expect(text).toContain('Non è ancora su un foglio rosso');
  expect(text).not.toContain('N. –');
  const answers = [...asked.querySelectorAll('button')].map((it) => it.textContent?.trim());
  expect(answers).toEqual(['Non ritirare', 'Ritira la ricetta']);
  const yes = asked.querySelector<HTMLButtonElement>('[data-confirm]');
  yes?.click();
  yes?.click();
  await server.held('Withdraw');
  await quiet();
  expect(server.count('Withdraw')).toBe(1);
  session.end();
});
