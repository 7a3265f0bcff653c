// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { session, type Session } from '@curante/shell';
import type { studio } from '@curante/contracts';
import './studio-page';
import type { StudioPage } from './studio-page';
import type { StudioRows } from './studio-rows';
import { delivered, row } from '../tests/sample-row';

let rows: studio.Row[];
let asked: { address: string; patient: string; body: string }[];

beforeEach(() => {
  session.begin({ account: 'd1', permissions: ['prescription.read', 'prescription.deliver'] } as unknown as Session);
  asked = [];
  vi.stubGlobal('fetch', async (address: string, init: RequestInit = {}) => {
    const headers = init.headers as Record<string, string>;
    const body = String(init.body ?? '');
    asked.push({ address: decodeURIComponent(address), patient: headers['X-Curante-Patient'] ?? '', body });
    if (address.endsWith('/GetDay')) return Response.json({ day: '2026-11-26', rows, attention: 0, waiting: 0, refused: 0, accepted: rows.length, to_deliver: 0 });
    return Response.json(address.endsWith('/ListDoctors') ? { doctors: [] } : {});
  });
});
afterEach(() => {
  document.body.replaceChildren();
  session.end();
  vi.unstubAllGlobals();
});

async function shown(): Promise<StudioPage> {
  const page = document.createElement('curante-studio') as StudioPage;
  document.body.append(page);
  await vi.waitFor(() => expect(table(page)).toBeTruthy());
  await table(page)?.updateComplete;
  return page;
}
const table = (page: StudioPage): StudioRows | null =>
  page.renderRoot.querySelector<StudioRows>('curante-studio-rows');
const boxes = (page: StudioPage): string[] =>
  [...(table(page)?.renderRoot.querySelectorAll<HTMLInputElement>('input[type=checkbox]') ?? [])].map(
    (one) => `${one.closest('tr')?.dataset['recipe'] ?? ''}${one.checked ? ' picked' : ''}`,
  );
const press = (key: string): boolean =>
  window.dispatchEvent(new KeyboardEvent('keydown', { key, altKey: true }));
const files = (): string[] => asked.map((one) => one.address).filter((one) => one.startsWith('/files/'));

describe('the day’s papers', () => {
  it('are picked where there is one, red forms too, which are printed on their pad', async () => {
    rows = [row(1), row(2, { on_red_form: true, state: 'printed' }), row(3, { document: '' })];
    expect(boxes(await shown())).toEqual(['r-1', 'r-2']);
  });

  it('that nobody has got yet are picked by a key, and printed as one file by another', async () => {
    rows = [row(1), row(2, { delivery: delivered }), row(3)];
    const page = await shown();
    press('a');
    await vi.waitFor(() => expect(boxes(page)).toEqual(['r-1 picked', 'r-2', 'r-3 picked']));
    press('b');
    await vi.waitFor(() => expect(files()).toEqual(['/files/documents/1/ReadMerged?documents=d-1,d-3']));
    // Of several patients: no chart is the right one.
    expect(asked.find((one) => one.address.startsWith('/files/'))?.patient).toBe('');
    document.querySelector('curante-document')?.dispatchEvent(new CustomEvent('curante-print'));
    const told = () => asked.filter((one) => one.address.endsWith('/Deliver'));
    await vi.waitFor(() => expect(told().map((one) => one.patient)).toEqual(['p-1', 'p-3']));
    expect(JSON.parse(told()[0]?.body ?? '')).toMatchObject({ recipe: 'r-1', mode: 'print' });
    document.querySelector('curante-document')?.dispatchEvent(new CustomEvent('curante-close'));
    await vi.waitFor(() => expect(boxes(page)).toEqual(['r-1', 'r-2', 'r-3']));
  });

  it('out of sight are not printed', async () => {
    rows = [row(1), row(2)];
    const page = await shown();
    press('a');
    await vi.waitFor(() => expect(boxes(page)).toEqual(['r-1 picked', 'r-2 picked']));
    const filter = [...page.renderRoot.querySelectorAll<HTMLButtonElement>('.filters button')];
    filter.find((one) => one.textContent?.includes('rifiutate'))?.click();
    await page.updateComplete;
    press('b');
    await page.updateComplete;
    expect(files()).toEqual([]);
  });
});

describe('a new try', () => {
  const question = 'La ricetta non risulta nel sito Sistema TS?';
  const held = row(1, { state: 'waiting', can_retry: true, retry_question: question });
  /** What is asked on the page. */
  const dialog = (): Promise<ShadowRoot> =>
    vi.waitFor(() => {
      const holder = [...document.body.children].find((one) => one.shadowRoot?.querySelector('[data-confirm]'));
      if (!holder?.shadowRoot) throw new Error('nothing is asked');
      return holder.shadowRoot;
    });
  const tries = (): number => asked.filter((one) => one.address.endsWith('/Retry')).length;
  const press = (page: StudioPage): void =>
    [...(table(page)?.renderRoot.querySelectorAll('button') ?? [])]
      .find((one) => one.textContent?.trim() === 'Riprova ora')
      ?.click();

  beforeEach(() => {
    const permissions = ['prescription.read', 'prescription.issue'];
    session.begin({ account: 'd1', permissions } as unknown as Session);
  });

  it('waits for a person’s word where there is something that only a person knows', async () => {
    rows = [held];
    const page = await shown();
    press(page);
    const no = await dialog();
    expect(no.querySelector('p')?.textContent).toContain(question);
    expect(no.querySelector('p')?.textContent).toContain('ROSSI1 MARIO');
    no.querySelector<HTMLButtonElement>('button:not([data-confirm])')?.click();
    await page.updateComplete;
    expect(tries()).toBe(0);
    press(page);
    (await dialog()).querySelector<HTMLButtonElement>('[data-confirm]')?.click();
    await vi.waitFor(() => expect(tries()).toBe(1));
  });

  it('is made at once where nothing is asked', async () => {
    rows = [row(1, { state: 'waiting', can_retry: true })];
    press(await shown());
    await vi.waitFor(() => expect(tries()).toBe(1));
  });
});
