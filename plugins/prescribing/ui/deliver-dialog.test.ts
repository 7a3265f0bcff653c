// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { prescribing } from '@curante/contracts';
import { chooseWay, confirmWay, way } from '../../web/ui/scripts/delivery-ways';
import { FakeServer, quiet } from '../../web/ui/scripts/fake-server';
import './deliver-dialog';
import type { DeliverDialog } from './deliver-dialog';
import './delivery-choice';
import type { DeliveryChoiceField } from './delivery-choice';

const maria = '00000000-0000-4000-8000-000000000001';
const recipe = {
  id: '00000000-0000-4000-8000-00000000000a',
  state: 'accepted',
  nre: '1200A4000000001',
  white_number: '',
  paper_code: '',
  document: '00000000-0000-4000-8000-00000000000d',
  lines: [],
  delivery: { mode: 'none', state: 'to_deliver', problem: '', at: null },
} as unknown as prescribing.RecipeView;

/** What was delivered, as the server was asked. */
let asked: { mode: string; request: string }[];
let refuse: boolean;

beforeEach(() => {
  asked = [];
  refuse = false;
  const answer = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status });
  vi.stubGlobal('fetch', (address: string, init: RequestInit) => {
    if (address.endsWith('/GetDeliveryChoices')) {
      const choices = [way('print', { address: '' }), way('mail-number'), way('sms-number', { address: '+393331234567' })];
      return Promise.resolve(answer({ choices }));
    }
    if (!address.endsWith('/Deliver')) return new Promise(() => undefined);
    asked.push(JSON.parse(init.body as string) as { mode: string; request: string });
    if (refuse) return Promise.resolve(answer({ code: 'busy', message: 'no', remedy: 'poi' }, 409));
    return Promise.resolve(answer(recipe));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

async function opened(members: Partial<DeliverDialog> = {}): Promise<DeliverDialog> {
  const dialog = document.createElement('curante-deliver-dialog') as DeliverDialog;
  Object.assign(dialog, { recipe, patient: maria, name: 'Rossi Maria' }, members);
  document.body.append(dialog);
  await vi.waitFor(() => expect(inside(dialog, '[data-way="sms-number"]')).not.toBeNull());
  return dialog;
}
const inside = <E extends Element>(host: Element, selector: string): E | null =>
  host.shadowRoot?.querySelector<E>(selector) ?? null;

it('counts a paper as handed out once it is printed, not before', async () => {
  const dialog = await opened();
  const closed = vi.fn();
  dialog.addEventListener('curante-close', closed);
  await chooseWay(dialog, 'print');
  confirmWay(dialog);
  const viewer = document.querySelector('curante-document');
  expect(viewer).not.toBeNull();
  viewer?.dispatchEvent(new CustomEvent('curante-close'));
  await dialog.updateComplete;
  expect(asked).toEqual([]);
  expect(closed).not.toHaveBeenCalled();
  confirmWay(dialog);
  const again = document.querySelector('curante-document');
  again?.dispatchEvent(new CustomEvent('curante-print'));
  again?.dispatchEvent(new CustomEvent('curante-close'));
  await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
  expect(asked.map((one) => one.mode)).toEqual(['print']);
});

it('offers no paper while there is none', async () => {
  const dialog = await opened({ recipe: { ...recipe, document: '' } });
  expect(inside<HTMLInputElement>(dialog, '[data-way="print"] input')?.disabled).toBe(true);
  expect(inside(dialog, '[data-way="print"]')?.textContent).toContain('non è ancora pronto');
});

it('offers paper where the other ways could not be asked, and asks for them again', async () => {
  const answered = globalThis.fetch;
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  const dialog = document.createElement('curante-deliver-dialog') as DeliverDialog;
  Object.assign(dialog, { recipe, patient: maria, name: 'Rossi Maria' });
  document.body.append(dialog);
  await vi.waitFor(() => expect(inside(dialog, '[data-again]')).not.toBeNull());
  expect(inside<HTMLInputElement>(dialog, '[data-way="print"] input')?.disabled).toBe(false);
  vi.stubGlobal('fetch', answered);
  inside<HTMLButtonElement>(dialog, '[data-again]')?.click();
  await vi.waitFor(() => expect(inside(dialog, '[data-way="sms-number"]')).not.toBeNull());
  expect(inside(dialog, '[data-again]')).toBeNull();
});

it('asks for another delivery when the way changes, and for the same when only the answer was missing', async () => {
  refuse = true;
  const dialog = await opened();
  for (const mode of ['sms-number', '', 'mail-number']) {
    if (mode) await chooseWay(dialog, mode);
    const before = asked.length;
    confirmWay(dialog);
    await vi.waitFor(() => expect(asked).toHaveLength(before + 1));
    await vi.waitFor(() =>
      expect(inside<HTMLButtonElement>(dialog, '[data-confirm]')?.disabled).toBe(false),
    );
  }
  expect(asked[0]?.request).toBe(asked[1]?.request);
  expect(asked[2]?.request).not.toBe(asked[0]?.request);
});

describe('asked again which ways are open', () => {
  const choices = (...all: prescribing.DeliveryChoice[]): unknown => ({ choices: all });
  const all = choices(way('mail-number'), way('sms-number', { address: '+393331234567' }));
  const chosen = (dialog: DeliverDialog): string =>
    inside<HTMLInputElement>(dialog, '.way input:checked')?.closest('[data-way]')?.getAttribute('data-way') ?? '';
  const again = (dialog: DeliverDialog): HTMLButtonElement | null => inside(dialog, '[data-again]');

  /** The dialog of a recipe that was last sent by e-mail, once the server did not say which ways are open. */
  async function unread(server: FakeServer): Promise<DeliverDialog> {
    const dialog = document.createElement('curante-deliver-dialog') as DeliverDialog;
    const delivery = { ...recipe.delivery, mode: 'mail-number' };
    Object.assign(dialog, { recipe: { ...recipe, delivery }, patient: maria, name: 'Rossi Maria' });
    document.body.append(dialog);
    (await server.held('GetDeliveryChoices'))[0]?.answer({ code: 'busy', message: 'no', remedy: 'poi' }, 503);
    await vi.waitFor(() => expect(again(dialog)?.disabled).toBe(false));
    return dialog;
  }

  it('another way that comes up is another delivery: the server does the one before only once', async () => {
    const server = new FakeServer();
    const dialog = await unread(server);
    expect(chosen(dialog)).toBe('print');
    confirmWay(dialog);
    const viewer = document.querySelector('curante-document');
    viewer?.dispatchEvent(new CustomEvent('curante-print'));
    viewer?.dispatchEvent(new CustomEvent('curante-close'));
    const [printed] = await server.held('Deliver');
    printed?.answer({ code: 'busy', message: 'no', remedy: 'poi' }, 503);
    await vi.waitFor(() => expect(again(dialog)?.disabled).toBe(false));
    again(dialog)?.click();
    (await server.held('GetDeliveryChoices', 2))[1]?.answer(all);
    await vi.waitFor(() => expect(chosen(dialog)).toBe('mail-number'));
    confirmWay(dialog);
    const [first, second] = (await server.held('Deliver', 2)).map((one) => one.body as { mode: string; request: string });
    expect([first?.mode, second?.mode]).toEqual(['print', 'mail-number']);
    expect(second?.request).not.toBe(first?.request);
  });

  it('keeps what a person chose, and asks once however often it is pressed', async () => {
    const server = new FakeServer();
    const dialog = await unread(server);
    await chooseWay(dialog, 'print');
    const press = again(dialog);
    press?.click();
    press?.dispatchEvent(new MouseEvent('click', { detail: 2 }));
    press?.click();
    await dialog.updateComplete;
    expect(again(dialog)?.disabled).toBe(true);
    (await server.held('GetDeliveryChoices', 2))[1]?.answer(all);
    await vi.waitFor(() => expect(inside(dialog, '[data-way="sms-number"]')).not.toBeNull());
    await quiet();
    expect(chosen(dialog)).toBe('print');
    expect(server.count('GetDeliveryChoices')).toBe(2);
  });

  it('asks nothing of the second click of two', async () => {
    const server = new FakeServer();
    const dialog = await unread(server);
    again(dialog)?.dispatchEvent(new MouseEvent('click', { detail: 2 }));
    await quiet();
    expect(server.count('GetDeliveryChoices')).toBe(1);
  });
});

it('goes the way whose address was looked at, though another is chosen meanwhile', async () => {
  const server = new FakeServer({
    GetDeliveryChoices: () => ({
      choices: [way('mail-number', { confirmed: false }), way('sms-number', { address: '+393331234567' })],
    }),
  });
  const dialog = await opened();
  await chooseWay(dialog, 'mail-number');
  confirmWay(dialog);
  const question = await vi.waitFor(() => {
    const found = [...document.body.children].find((one) => one.shadowRoot?.querySelector('p[style]'));
    if (!found?.shadowRoot) throw new Error('nothing is asked');
    return found.shadowRoot;
  });
  await chooseWay(dialog, 'sms-number');
  question.querySelector<HTMLButtonElement>('[data-confirm]')?.click();
  (await server.held('ConfirmAddress'))[0]?.answer({});
  expect((await server.held('Deliver'))[0]?.body).toMatchObject({ mode: 'mail-number' });
});

it('says why a way is closed where it is looked for, and aloud only when it was wanted', async () => {
  const mail = way('mail-memo', { offered: false, address: '', reason: "il paziente non ha un'e-mail" });
  const field = document.createElement('curante-delivery-choice') as DeliveryChoiceField;
  Object.assign(field, { choices: [way('print', { address: '' }), mail], delivery: 'print' });
  document.body.append(field);
  await field.updateComplete;
  expect(inside(field, '[data-closed]')).toBeNull();
  expect(inside(field, 'option[value="mail-memo"]')?.textContent).toContain('non ha un');
  field.delivery = 'mail-memo';
  await field.updateComplete;
  expect(inside(field, '[data-closed]')?.textContent).toContain('non ha un');
});

it('offers to make the way that is chosen the usual one, or no longer', async () => {
  const field = document.createElement('curante-delivery-choice') as DeliveryChoiceField;
  const told = vi.fn();
  field.addEventListener('curante-usual', (event) => told((event as CustomEvent<string>).detail));
  Object.assign(field, { choices: [way('print', { address: '' }), way('mail-number')], usual: 'mail-number' });
  document.body.append(field);
  await field.updateComplete;
  expect(inside(field, '[data-delivery]')?.getAttribute('data-delivery')).toBe('mail-number');
  const star = (): HTMLButtonElement | null => inside(field, '[data-usual]');
  expect(star()?.getAttribute('aria-pressed')).toBe('true');
  star()?.click();
  field.delivery = 'print';
  await field.updateComplete;
  expect(star()?.getAttribute('aria-pressed')).toBe('false');
  star()?.click();
  expect(told.mock.calls).toEqual([[''], ['print']]);
});
