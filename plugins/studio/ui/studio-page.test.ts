// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { papersToCome, session, type Session } from '@curante/shell';
import type { studio } from '@curante/contracts';
import './studio-page';
import type { StudioHistory } from './studio-history';
import type { StudioPage } from './studio-page';
import type { StudioRows } from './studio-rows';
import { delivered, row } from '../tests/sample-row';

let rows: studio.Row[];
let answers: Record<string, unknown>;
let asked: { address: string; patient: string; body: string }[];

beforeEach(() => {
  session.begin({ account: 'd1', permissions: ['prescription.read', 'prescription.deliver'] } as unknown as Session);
  asked = [];
  answers = {};
  vi.stubGlobal('fetch', async (address: string, init: RequestInit = {}) => {
    const headers = init.headers as Record<string, string>;
    const body = String(init.body ?? '');
    asked.push({ address: decodeURIComponent(address), patient: headers['X-Curante-Patient'] ?? '', body });
    if (address.startsWith('/files/')) return new Promise<Response>(() => undefined);
    if (address.endsWith('/GetDay')) return Response.json({ day: '2026-11-26', rows, attention: 0, waiting: 0, refused: 0, accepted: rows.length, to_deliver: 0 });
    if (address.endsWith('/GetHistory')) return Response.json({ rows, next: '' });
    const answer = answers[address.split('/').pop() ?? ''];
    if (answer) return Response.json(answer);
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

/** What is asked on the page. */
const question = (): Promise<ShadowRoot> =>
  vi.waitFor(() => {
    const holder = [...document.body.children].find((one) => one.shadowRoot?.querySelector('[data-confirm]'));
    if (!holder?.shadowRoot) throw new Error('nothing is asked');
    return holder.shadowRoot;
  });
const recipesOf = (page: StudioPage): string[] =>
  [...(table(page)?.renderRoot.querySelectorAll<HTMLElement>('tr[data-recipe]') ?? [])].map(
    (one) => one.dataset['recipe'] ?? '',
  );
const turnTo = (page: StudioPage, filter: string): void =>
  [...page.renderRoot.querySelectorAll<HTMLButtonElement>('.filters button')]
    .find((one) => one.textContent?.includes(filter))
    ?.click();

describe('what was withdrawn', () => {
  const withdrawn = row(2, { state: 'withdrawn', colour: 'grey' });
  const stillValid = row(3, { state: 'withdrawn', colour: 'amber', needs_hand: true });

  it('is hidden on demand, but not where somebody must still act', async () => {
    rows = [row(1), withdrawn, stillValid];
    const page = await shown();
    expect(recipesOf(page)).toEqual(['r-1', 'r-2', 'r-3']);
    page.renderRoot.querySelector<HTMLInputElement>('.filters input')?.click();
    await page.updateComplete;
    await vi.waitFor(() => expect(recipesOf(page)).toEqual(['r-1', 'r-3']));
    expect(page.renderRoot.querySelector('.filters')?.textContent).toContain('tutte (2)');
  });

  it('can be shown alone', async () => {
    rows = [row(1), withdrawn, stillValid];
    const page = await shown();
    turnTo(page, 'annullate (2)');
    await vi.waitFor(() => expect(recipesOf(page)).toEqual(['r-2', 'r-3']));
  });
});

describe('a recipe that was refused', () => {
  const refused = row(1, { state: 'refused', colour: 'red', state_text: 'rifiutata: ASL errata', can_mark_seen: true });
  const marks = (): unknown[] =>
    asked.filter((one) => one.address.endsWith('/MarkSeen')).map((one) => JSON.parse(one.body));
  const button = (page: StudioPage, text: string): HTMLButtonElement | undefined =>
    [...(table(page)?.renderRoot.querySelectorAll('button') ?? [])].find((one) => one.textContent?.trim() === text);

  it('is marked as seen after asking, by who may sign', async () => {
    rows = [refused];
    expect(button(await shown(), 'Vista')).toBeUndefined();
    document.body.replaceChildren();
    session.begin({ account: 'd1', permissions: ['prescription.read', 'prescription.issue'] } as unknown as Session);
    const page = await shown();
    button(page, 'Vista')?.click();
    const dialog = await question();
    expect(dialog.querySelector('p')?.textContent).toContain('rifiutata: ASL errata');
    expect(marks()).toEqual([]);
    dialog.querySelector<HTMLButtonElement>('[data-confirm]')?.click();
    await vi.waitFor(() => expect(marks()).toEqual([{ recipe: 'r-1', seen: true, changed: refused.changed }]));
    expect(asked.find((one) => one.address.endsWith('/MarkSeen'))?.patient).toBe('p-1');
  });

  it('is taken up again without asking', async () => {
    rows = [row(1, { state: 'refused', colour: 'grey', seen: true })];
    session.begin({ account: 'd1', permissions: ['prescription.read', 'prescription.issue'] } as unknown as Session);
    button(await shown(), 'Da gestire')?.click();
    await vi.waitFor(() => expect(marks()).toEqual([{ recipe: 'r-1', seen: false }]));
  });
});

describe('what needs a hand', () => {
  it('is shown as such whatever its colour, and what goes by itself is not', async () => {
    rows = [
      row(1, { state: 'refused', colour: 'red', needs_hand: true }),
      row(2, { state: 'accepted', colour: 'amber', state_text: 'accettata: il promemoria non c’è ancora' }),
      row(3, { state: 'withdrawn', colour: 'amber', needs_hand: true }),
    ];
    const page = await shown();
    turnTo(page, 'da gestire');
    await vi.waitFor(() => expect(recipesOf(page)).toEqual(['r-1', 'r-3']));
  });
});

it('a white recipe that goes on paper is among the papers to come', async () => {
  rows = [row(1, { state: 'waiting', colour: 'blue', document: '', can_go_on_paper: true, number: '' })];
  session.begin({ account: 'd1', permissions: ['prescription.read', 'prescription.issue'] } as unknown as Session);
  const page = await shown();
  [...(table(page)?.renderRoot.querySelectorAll('button') ?? [])]
    .find((one) => one.textContent?.trim() === 'Stampa su carta')
    ?.click();
  (await question()).querySelector<HTMLButtonElement>('[data-confirm]')?.click();
  await vi.waitFor(() =>
    expect(papersToCome.value).toEqual([
      { recipe: 'r-1', patient: 'p-1', name: 'ROSSI1 MARIO', document: '', expected: true },
    ]),
  );
});

describe('one on no red form yet', () => {
  it('is given up as in the chart: it is on no sheet, and has no number', async () => {
    rows = [row(1, { state: 'printed', can_withdraw: true, number: '', nre: '' })];
    session.begin({ account: 'd1', permissions: ['prescription.read', 'prescription.issue'] } as unknown as Session);
    const page = await shown();
    [...(table(page)?.renderRoot.querySelectorAll('button') ?? [])]
      .find((one) => one.textContent?.trim() === 'Ritira')
      ?.click();
    const asked = await question();
    const text = asked.querySelector('p')?.textContent ?? '';
    expect(text).toContain('Non è ancora su un foglio rosso');
    expect(text).toContain('FARMACO 1');
    expect(text).not.toContain('N. ');
    const names = [...asked.querySelectorAll('button')].map((one) => one.textContent?.trim());
    expect(names).toContain('Non ritirare');
    expect(names).not.toContain('Annulla');
  });
});

describe('one in doubt', () => {
  it('is withdrawn as in the chart, and says that it is annulled once it is known to be there', async () => {
    rows = [row(1, { state: 'checking', colour: 'blue', can_withdraw: true, in_doubt: true })];
    session.begin({ account: 'd1', permissions: ['prescription.read', 'prescription.issue'] } as unknown as Session);
    const page = await shown();
    [...(table(page)?.renderRoot.querySelectorAll('button') ?? [])]
      .find((one) => one.textContent?.trim() === 'Ritira')
      ?.click();
    expect((await question()).querySelector('p')?.textContent).toContain('appena si sa viene annullata');
  });
});

describe('who made it', () => {
  it('stands on the row as a letter that says what it means', async () => {
    rows = [row(1), row(2, { made_by: 'substitute' }), row(3, { made_by: 'staff', preparer: 'Anna Verdi' })];
    const page = await shown();
    const makers = [...(table(page)?.renderRoot.querySelectorAll('abbr') ?? [])].map((one) => [
      one.querySelector('[aria-hidden]')?.textContent,
      one.title,
    ]);
    expect(makers).toEqual([
      ['T', 'prescritta dal medico titolare'],
      ['S', 'prescritta da un sostituto o da un altro medico al posto del titolare'],
      ['C', 'preparata dal collaboratore Anna Verdi e approvata dal medico'],
    ]);
  });
});

describe('the history', () => {
  it('can be of what was withdrawn alone, asked of the server: pages have no gaps', async () => {
    rows = [];
    const history = document.createElement('curante-studio-history') as StudioHistory;
    document.body.append(history);
    await vi.waitFor(() => expect(history.renderRoot.querySelector('#states')).toBeTruthy());
    const states = history.renderRoot.querySelector<HTMLSelectElement>('#states');
    if (!states) throw new Error('no choice of states');
    states.value = 'withdrawn';
    states.dispatchEvent(new Event('change'));
    const last = (): unknown => {
      const found = asked.filter((one) => one.address.endsWith('/GetHistory')).at(-1);
      return (JSON.parse(found?.body ?? '{}') as { states?: unknown }).states;
    };
    await vi.waitFor(() => expect(last()).toEqual(['withdrawn']));
  });

  it('hides nothing that needs a hand where it hides what was withdrawn', async () => {
    rows = [];
    const history = document.createElement('curante-studio-history') as StudioHistory;
    document.body.append(history);
    await vi.waitFor(() => expect(history.renderRoot.querySelector('#states')).toBeTruthy());
    const states = history.renderRoot.querySelector<HTMLSelectElement>('#states');
    const last = (): unknown => {
      const found = asked.filter((one) => one.address.endsWith('/GetHistory')).at(-1);
      return (JSON.parse(found?.body ?? '{}') as { or_needs_hand?: unknown }).or_needs_hand;
    };
    for (const [choice, wanted] of [['kept', true], ['accepted', false], ['open', true]] as const) {
      if (states) states.value = choice;
      states?.dispatchEvent(new Event('change'));
      await vi.waitFor(() => expect(last()).toBe(wanted));
    }
  });
});
