// SPDX-License-Identifier: Apache-2.0
// «Continua come rossa» goes away with what it was for: the keys must still reach something.
import { session } from '@curante/shell';
import type { accounts, prescribing } from '@curante/contracts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeServer, type Held } from '../../web/ui/scripts/fake-server';
import './prescription-card';
import type { GoOnAsRed } from './go-on-as-red';
import type { PrescriptionCard } from './prescription-card';

const block = (next_code = '120000000000001'): unknown => ({
  printer: { name: 'Rossa', usual: true },
  first_code: '120000000000000',
  next_code,
  problem: '',
  usual_start: '',
});
const recipe = (id: string, more: Partial<prescribing.RecipeView> = {}): prescribing.RecipeView =>
  ({
    id,
    state: 'refused',
    kind: 'drugs',
    nre: '',
    reasons: [],
    problem: '',
    document: '',
    lines: [],
    changed: '2026-11-23T17:20:00Z',
    white_number: '',
    white_pin: '',
    paper_code: '',
    authentication_code: '',
    red_trouble: 'none',
    repeated: false,
    delivery: { mode: '', state: 'none', at: null, problem: '' },
    ...more,
  }) as unknown as prescribing.RecipeView;
const accepted = { state: 'accepted', nre: '1200A4000000001', document: 'd-1' } as const;
const printed = { state: 'printed', paper_code: '120000000000001', document: 'd-1' } as const;

const of = (...recipes: prescribing.RecipeView[]): prescribing.Prescription =>
  ({ id: 'p1', patient: 'a1', doctor: 'd1', issued: '2026-11-23T17:20:00Z', recipes }) as unknown as prescribing.Prescription;

let server: FakeServer;
let next: () => string;
beforeEach(() => {
  session.begin({ account: 'd1', permissions: ['prescription.issue'] } as unknown as accounts.Session);
  next = () => '120000000000001';
  server = new FakeServer({ ListBlocks: () => ({ blocks: [block(next())] }) });
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'about:blank', revokeObjectURL: () => undefined }));
});
afterEach(() => {
  document.body.replaceChildren();
  session.end();
  vi.unstubAllGlobals();
});

async function shown(...recipes: prescribing.RecipeView[]): Promise<PrescriptionCard> {
  const card = document.createElement('curante-prescription') as PrescriptionCard;
  card.prescription = of(...recipes);
  document.body.append(card);
  await card.updateComplete;
  await red(card).updateComplete;
  opener(card)?.focus();
  return card;
}
const red = (card: PrescriptionCard): GoOnAsRed => {
  const found = card.renderRoot.querySelector<GoOnAsRed>('curante-go-on-as-red');
  if (!found) throw new Error('no row');
  return found;
};
const opener = (card: PrescriptionCard): HTMLButtonElement | null =>
  red(card).renderRoot.querySelector('[data-go-on-as-red]');

async function opened(card: PrescriptionCard): Promise<HTMLFormElement> {
  opener(card)?.click();
  await vi.waitFor(() => expect(at()?.hasAttribute('data-confirm')).toBe(true));
  const form = red(card).renderRoot.querySelector('form');
  if (!form) throw new Error('no dialog');
  return form;
}
/** Where the focus is, through shadow roots. */
function at(): Element | null {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found;
}
const row = (): string => at()?.closest('[data-recipe]')?.getAttribute('data-recipe') ?? '';
/** A browser takes the focus from a button that is disabled: then nothing has it. */
function rest(): void {
  const field = document.createElement('input');
  document.body.append(field);
  field.focus();
  field.remove();
  expect(document.activeElement).toBe(document.body);
}
const close = (form: HTMLFormElement): void => form.querySelector<HTMLButtonElement>('[type=button]')?.click();

async function asked(form: HTMLFormElement): Promise<Held> {
  form.requestSubmit();
  const [call] = await server.held('GoOnAsRed');
  if (!call) throw new Error('nothing is asked');
  rest();
  return call;
}
const failure = (code: string): unknown => ({ code, message: 'm', remedy: 'r' });

it('closed over one that can be printed no more, it leaves the keys to what else can be done with it', async () => {
  const card = await shown(recipe('r1'), recipe('r2', accepted));
  const form = await opened(card);
  card.prescription = of(recipe('r1', accepted), recipe('r2', accepted));
  await card.updateComplete;
  close(form);
  await vi.waitFor(() => expect(at()?.hasAttribute('data-promemoria')).toBe(true));
  expect(row()).toBe('r1');
  expect(opener(card)).toBeNull();
});

it('where nothing can be done with that one, the next row has them, and then the prescription', async () => {
  const card = await shown(recipe('r1'), recipe('r2', accepted));
  const form = await opened(card);
  card.prescription = of(recipe('r1', { repeated: true }), recipe('r2', accepted));
  await card.updateComplete;
  close(form);
  await vi.waitFor(() => expect(row()).toBe('r2'));
  expect(at()?.hasAttribute('data-promemoria')).toBe(true);
  card.remove();
  const alone = await shown(recipe('r1'));
  const dialog = await opened(alone);
  alone.prescription = of(recipe('r1', { repeated: true }));
  await alone.updateComplete;
  close(dialog);
  await vi.waitFor(() => expect(at()?.textContent?.trim()).toBe('Copia'));
});

it('never to what takes the recipe back', async () => {
  const card = await shown(recipe('r1', { state: 'printed' }));
  card.prescription = of(recipe('r1', { state: 'printed', repeated: true }));
  await vi.waitFor(() => expect(opener(card)).toBeNull());
  expect([...card.renderRoot.querySelectorAll('.danger')]).toHaveLength(1);
  await vi.waitFor(() => expect(at()?.textContent?.trim()).toBe('Copia'));
});

it('its button goes away under the keys without a dialog, too; of who is elsewhere nothing is taken', async () => {
  const card = await shown(recipe('r1'));
  card.prescription = of(recipe('r1', accepted));
  await vi.waitFor(() => expect(at()?.hasAttribute('data-promemoria')).toBe(true));
  card.prescription = of(recipe('r1'));
  await card.updateComplete;
  await vi.waitFor(() => expect(opener(card)).not.toBeNull());
  const field = document.createElement('input');
  document.body.append(field);
  field.focus();
  card.prescription = of(recipe('r1', accepted));
  await vi.waitFor(() => expect(opener(card)).toBeNull());
  expect(document.activeElement).toBe(field);
});

it('one that the server prints no more leaves them to what closes the dialog', async () => {
  const card = await shown(recipe('r1'));
  const call = await asked(await opened(card));
  call.answer(failure('recipe-not-printable'), 409);
  await vi.waitFor(() => expect(at()?.hasAttribute('data-cancel')).toBe(true));
});

it('what can be tried again has them where it was asked, and a pad that came to its end in its field', async () => {
  const card = await shown(recipe('r1'));
  const form = await opened(card);
  const call = await asked(form);
  call.answer(failure('printer-busy'), 409);
  await vi.waitFor(() => expect(at()?.hasAttribute('data-confirm')).toBe(true));
  close(form);
  await vi.waitFor(() => expect(at()).toBe(opener(card)));
  const again = await opened(card);
  next = () => '';
  again.requestSubmit();
  const [, second] = await server.held('GoOnAsRed', 2);
  rest();
  second?.answer(failure('block-exhausted'), 409);
  await vi.waitFor(() => expect(at()?.id).toBe('code'));
});

it('its paper closed, they are with the recipe that was printed', async () => {
  const card = await shown(recipe('r1'));
  const call = await asked(await opened(card));
  call.answer(recipe('r1', printed));
  const viewer = await vi.waitFor(() => {
    const found = document.querySelector('curante-document');
    if (!found) throw new Error('no paper');
    return found;
  });
  const name = await vi.waitFor(() => {
    const found = server.asked.find((one) => one.name.startsWith('Read'));
    if (!found) throw new Error('no file is read');
    return found.name;
  });
  const [file] = await server.held(name);
  file?.answer('%PDF-');
  await vi.waitFor(() => expect(at()?.hasAttribute('data-print')).toBe(true));
  card.prescription = of(recipe('r1', printed));
  await vi.waitFor(() => expect(opener(card)).toBeNull());
  viewer.dispatchEvent(new CustomEvent('curante-close'));
  await vi.waitFor(() => expect(at()?.hasAttribute('data-promemoria')).toBe(true));
  expect(row()).toBe('r1');
});

it('without a dialog its button has them again', async () => {
  server = new FakeServer();
  const card = await shown(recipe('r1'));
  opener(card)?.click();
  const [call] = await server.held('ListBlocks');
  rest();
  call?.answer(failure('busy'), 503);
  await vi.waitFor(() => expect(at()).toBe(opener(card)));
});
