// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { session, type Session } from '@curante/shell';
import type { prescribing, studio } from '@curante/contracts';
import { chooseWay, confirmWay, way } from '../../web/ui/scripts/delivery-ways';
import { quiet } from '../../web/ui/scripts/fake-server';
import { delivered, row } from '../tests/sample-row';
import type { JointMail } from './joint-mail';
import './picked-bar';
import type { PickedBar } from './picked-bar';
import './studio-history';
import type { StudioHistory } from './studio-history';
import type { StudioRows } from './studio-rows';

let choices: Record<string, prescribing.DeliveryChoice[]>;
let history: studio.Row[];
let asked: { name: string; patient: string; body: Record<string, unknown> }[];
let refuse: boolean;
let down: boolean;

beforeEach(() => {
  session.begin({ account: 'd1', permissions: ['prescription.read', 'prescription.deliver'] } as unknown as Session);
  asked = [];
  refuse = false;
  down = false;
  choices = {};
  vi.stubGlobal('fetch', async (address: string, init: RequestInit = {}) => {
    const name = address.split('/').pop() ?? '';
    const body = JSON.parse(String(init.body ?? '{}')) as Record<string, unknown>;
    const headers = init.headers as Record<string, string>;
    asked.push({ name, patient: headers['X-Curante-Patient'] ?? '', body });
    if (name === 'GetHistory') return Response.json({ rows: history, next: '' });
    if (down) throw new TypeError('Failed to fetch');
    if (name === 'GetDeliveryChoices') {
      const all = [way('print'), way('mail-memo'), way('mail-number')];
      return Response.json({ choices: choices[String(body['recipe'])] ?? all });
    }
    if (refuse && name === 'DeliverTogether') {
      return Response.json({ code: 'delivery-leaving', message: 'sta partendo', remedy: 'attendere' }, { status: 409 });
    }
    return Response.json({});
  });
});
afterEach(() => {
  const announcer = document.querySelectorAll('.curante-announcer'); // made once
  document.body.replaceChildren(...announcer);
  session.end();
  vi.unstubAllGlobals();
});

const count = (name: string): number => asked.filter((one) => one.name === name).length;
const sent = (): Record<string, unknown>[] =>
  asked.filter((one) => one.name === 'DeliverTogether').map((one) => one.body);

const patient = { id: 'p', last_name: 'ROSSI', first_name: 'MARIA', birth_date: '1960-01-01' } as studio.Row['patient'];
const mine = (number: number, more: Partial<studio.Row> = {}): studio.Row => row(number, { patient, ...more });

async function bar(rows: studio.Row[], picked = rows.map((one) => one.recipe)): Promise<PickedBar> {
  const element = document.createElement('curante-picked-bar') as PickedBar;
  Object.assign(element, { rows, picked: new Set(picked) });
  document.body.append(element);
  await element.updateComplete;
  return element;
}
const button = (host: PickedBar, name: string): HTMLButtonElement | null =>
  host.renderRoot.querySelector<HTMLButtonElement>(`[data-${name}]`);
const why = (host: PickedBar): string => host.renderRoot.querySelector('[data-why]')?.textContent?.trim() ?? '';

async function mailOf(host: PickedBar): Promise<JointMail> {
  button(host, 'mail-picked')?.click();
  await host.updateComplete;
  const dialog = host.renderRoot.querySelector<JointMail>('curante-joint-mail');
  if (!dialog) throw new Error('no dialog');
  await vi.waitFor(() => expect(dialog.renderRoot.querySelector('[data-way]')).not.toBeNull());
  return dialog;
}
const ways = (dialog: JointMail): string[] =>
  [...dialog.renderRoot.querySelectorAll<HTMLElement>('[data-way]')].map((one) => {
    const input = one.querySelector('input');
    return `${one.dataset['way']}${input?.disabled ? ' closed' : ''}${input?.checked ? ' chosen' : ''}`;
  });

describe('what is picked goes with one e-mail', () => {
  it('of one patient, to whom what is in it and where it goes is shown', async () => {
    const host = await bar([mine(1), mine(2), mine(3)], ['r-1', 'r-3']);
    const picked = vi.fn();
    const done = vi.fn();
    host.addEventListener('curante-picked', (event) => picked((event as CustomEvent<Set<string>>).detail.size));
    host.addEventListener('curante-done', done);
    const dialog = await mailOf(host);
    expect(ways(dialog)).toEqual(['mail-memo chosen', 'mail-number']);
    const text = dialog.renderRoot.textContent ?? '';
    for (const word of ['ROSSI MARIA', 'N1', 'FARMACO 3', 'a@b.it', 'Invia 2 ricette']) expect(text).toContain(word);
    expect(text).not.toContain('N2');
    confirmWay(dialog);
    await vi.waitFor(() => expect(done).toHaveBeenCalledOnce());
    expect(sent()).toMatchObject([{ recipes: ['r-1', 'r-3'], mode: 'mail-memo' }]);
    expect(asked.find((one) => one.name === 'DeliverTogether')?.patient).toBe('p');
    expect(picked).toHaveBeenCalledWith(0);
    await host.updateComplete;
    expect(host.renderRoot.querySelector('curante-joint-mail')).toBeNull();
  });

  it('but not of several patients, nor what is on paper alone, and says why', async () => {
    const several = await bar([mine(1), row(2)]);
    expect(button(several, 'mail-picked')?.disabled).toBe(true);
    expect(why(several)).toContain('un solo assistito');
    const paper = await bar([mine(1), mine(2, { state: 'printed', can_deliver: false })]);
    expect(button(paper, 'mail-picked')?.disabled).toBe(true);
    expect(why(paper)).toContain('togliere N2');
    expect(button(paper, 'print-picked')?.disabled).toBe(false);
    const many = await bar(Array.from({ length: 41 }, (_, at) => mine(at)));
    expect(why(many)).toContain('al massimo 40');
    const none = await bar([mine(1)], []);
    expect(button(none, 'mail-picked')?.disabled).toBe(true);
    expect(why(none)).toBe('');
  });

  it('by its key too, which says what stands in the way', async () => {
    const host = await bar([mine(1), row(2)]);
    const press = (): boolean => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'm', altKey: true }));
    press();
    await vi.waitFor(() =>
      expect(document.querySelector('.curante-announcer')?.textContent).toContain('più assistiti'),
    );
    expect(host.renderRoot.querySelector('curante-joint-mail')).toBeNull();
    host.picked = new Set(['r-1']);
    press();
    await host.updateComplete;
    expect(host.renderRoot.querySelector('curante-joint-mail')).not.toBeNull();
  });

  it('only by a way that is open to all of them', async () => {
    choices['r-2'] = [way('mail-memo', { offered: false, reason: 'le ricette bianche no' }), way('mail-number')];
    const dialog = await mailOf(await bar([mine(1), mine(2, { nre: '' }), mine(3)]));
    expect(count('GetDeliveryChoices')).toBe(2);
    expect(ways(dialog)).toEqual(['mail-memo closed', 'mail-number chosen']);
    expect(dialog.renderRoot.textContent).toContain('le ricette bianche no');
  });

  it('after a look at an address that was never used', async () => {
    choices['r-1'] = [way('mail-memo', { confirmed: false, password_address: '+39333', password_confirmed: false })];
    const dialog = await mailOf(await bar([mine(1)]));
    const answer = async (yes: boolean): Promise<string> => {
      confirmWay(dialog);
      const root = await vi.waitFor(() => {
        const holder = [...document.body.children].find((one) => one.shadowRoot?.querySelector('p[style]'));
        if (!holder?.shadowRoot) throw new Error('nothing is asked');
        return holder.shadowRoot;
      });
      const text = root.querySelector('p')?.textContent ?? '';
      root.querySelector<HTMLButtonElement>(yes ? '[data-confirm]' : 'button:not([data-confirm])')?.click();
      return text;
    };
    expect(await answer(false)).toContain('+39333 (password per SMS)');
    await vi.waitFor(() => expect(dialog.renderRoot.querySelector<HTMLButtonElement>('[data-confirm]')?.disabled).toBe(false));
    expect(count('DeliverTogether') + count('ConfirmAddress')).toBe(0);
    await answer(true);
    await vi.waitFor(() => expect(count('DeliverTogether')).toBe(1));
    const confirmed = asked.filter((one) => one.name === 'ConfirmAddress').map((one) => one.body);
    expect(confirmed).toMatchObject([{ channel: 'email', address: 'a@b.it' }, { channel: 'sms', address: '+39333' }]);
  });

  it('once, whatever answer was lost; another way is another e-mail', async () => {
    refuse = true;
    const dialog = await mailOf(await bar([mine(1), mine(2)]));
    for (const mode of ['', '', 'mail-number']) {
      if (mode) await chooseWay(dialog, mode);
      const before = sent().length;
      confirmWay(dialog);
      await vi.waitFor(() => expect(sent()).toHaveLength(before + 1));
      await vi.waitFor(() => expect(dialog.renderRoot.querySelector<HTMLButtonElement>('[data-confirm]')?.disabled).toBe(false));
    }
    const requests = sent().map((one) => one['request']);
    expect(requests[0]).toBe(requests[1]);
    expect(requests[2]).not.toBe(requests[0]);
    expect(dialog.isConnected).toBe(true);
  });

  it('says that the ways could not be asked, not that there are none, and asks again', async () => {
    down = true;
    const host = await bar([mine(1)]);
    button(host, 'mail-picked')?.click();
    await host.updateComplete;
    const dialog = host.renderRoot.querySelector<JointMail>('curante-joint-mail');
    const again = await vi.waitFor(() => {
      const found = dialog?.renderRoot.querySelector<HTMLButtonElement>('[data-again]');
      if (!found) throw new Error('nothing to try again');
      return found;
    });
    expect(dialog?.renderRoot.textContent).not.toContain('non si inviano per e-mail');
    down = false;
    again.click();
    await vi.waitFor(() => expect(dialog && ways(dialog)).toEqual(['mail-memo chosen', 'mail-number']));
    expect(dialog?.renderRoot.querySelector('[data-again]')).toBeNull();
  });

  it('where somebody may deliver', async () => {
    session.begin({ account: 'd1', permissions: ['prescription.read'] } as unknown as Session);
    const host = await bar([mine(1)]);
    expect(button(host, 'mail-picked')).toBeNull();
    expect(button(host, 'print-picked')).not.toBeNull();
  });
});

describe('what is picked stays so', () => {
  it('where there is nothing to deliver, nor a red form to print', async () => {
    const host = await bar([mine(1, { delivery: delivered }), mine(2, { delivery: delivered })], ['r-1']);
    const picked = vi.fn();
    host.addEventListener('curante-picked', picked);
    const said = (): string => document.querySelector('.curante-announcer')?.textContent ?? '';
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', altKey: true }));
    await vi.waitFor(() => expect(said()).toContain('non ci sono ricette da consegnare'));
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'r', altKey: true }));
    await vi.waitFor(() => expect(said()).toContain('già state stampate'));
    expect(picked).not.toHaveBeenCalled();
  });
});

describe('a patient’s history', () => {
  it('has the same selection, which a filter ends', async () => {
    history = [mine(1), mine(2), mine(3, { document: '' })];
    const page = document.createElement('curante-studio-history') as StudioHistory;
    document.body.append(page);
    const table = await vi.waitFor(() => {
      const found = page.renderRoot.querySelector<StudioRows>('curante-studio-rows');
      if (!found?.renderRoot.querySelector('tr')) throw new Error('no rows');
      return found;
    });
    const boxes = (): HTMLInputElement[] => [...table.renderRoot.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
    expect(boxes()).toHaveLength(2);
    const host = page.renderRoot.querySelector<PickedBar>('curante-picked-bar');
    boxes()[1]?.dispatchEvent(new Event('change'));
    await vi.waitFor(() => expect([...(host?.picked ?? [])]).toEqual(['r-2']));
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', altKey: true }));
    await vi.waitFor(() => expect(boxes().map((one) => one.checked)).toEqual([true, true]));
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'b', altKey: true }));
    await vi.waitFor(() => expect(count('ReadMerged?documents=d-1%2Cd-2')).toBe(1));
    const close = (): void => {
      document.querySelector('curante-document')?.dispatchEvent(new CustomEvent('curante-close'));
    };
    close();
    await vi.waitFor(() => expect(document.querySelector('curante-document')).toBeNull());
    expect(boxes().map((one) => one.checked)).toEqual([true, true]); // looked at, not printed
    await quiet();
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'b', altKey: true }));
    await vi.waitFor(() => expect(document.querySelector('curante-document')).not.toBeNull());
    document.querySelector('curante-document')?.dispatchEvent(new CustomEvent('curante-print'));
    close();
    await vi.waitFor(() => expect(boxes().map((one) => one.checked)).toEqual([false, false]));
  });
});
