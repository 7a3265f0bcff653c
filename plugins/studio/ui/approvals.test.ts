// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pageMarks, refusals, session, type Session } from '@curante/shell';
import type { prescribing, studio } from '@curante/contracts';
import './approval-mark';
import './approvals';
import './own-prepared';

const me = '00000000-0000-4000-8000-00000000000d';
const poll_ms = 10_000;

let rows: studio.PreparedRow[];
let approved: prescribing.Approval[];
let answers: (name: string) => Response | undefined;

function row(number: number, more: Partial<prescribing.Prepared> = {}): studio.PreparedRow {
  const prepared = {
    id: `id-${number}`,
    seen: '',
    doctor: me,
    preparer_name: 'Anna Verdi',
    at: `2026-11-26T08:${String(number).padStart(2, '0')}:00Z`,
    state: 'waiting',
    can_issue: true,
    doubtful: false,
    findings: [],
    white_lines: [],
    texts: [],
    recipes: 1,
    draft: { lines: [] },
    ...more,
  };
  const patient = { id: `p-${number}`, last_name: `ROSSI${number}`, first_name: 'MARIO', birth_date: '1960-01-01' };
  return { prepared, patient, doctor: 'Bianchi' } as unknown as studio.PreparedRow;
}

/** The same drug, prescribed by a colleague meanwhile: it stops nothing, and must be seen. */
function lately(number: number): studio.PreparedRow {
  const findings = [{ severity: 'info', code: 'prescribed-lately', line: 1, text: 'già prescritto', remedy: '', source: '' }];
  return row(number, { seen: 'new', findings } as Partial<prescribing.Prepared>);
}

async function shown(name: string): Promise<HTMLElement> {
  const element = document.createElement(name);
  document.body.append(element);
  await settle();
  return element;
}

/** Lets what was asked be answered, and the screen follow. */
async function settle(ms = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await vi.advanceTimersByTimeAsync(1);
}

async function press(key: string): Promise<void> {
  window.dispatchEvent(new KeyboardEvent('keydown', { key, altKey: true }));
  await settle();
}

const table = (page: HTMLElement): ShadowRoot => {
  const root = page.shadowRoot?.querySelector('curante-approval-rows')?.shadowRoot;
  if (!root) throw new Error('there is no list');
  return root;
};
const box = (page: HTMLElement, number: number): HTMLInputElement => {
  const found = table(page).querySelector<HTMLInputElement>(`tr[data-prepared="id-${number}"] input`);
  if (!found) throw new Error(`row ${number} has no box`);
  return found;
};
const picked = (page: HTMLElement): number =>
  [...table(page).querySelectorAll<HTMLInputElement>('input')].filter((one) => one.checked).length;
const told = (): string => document.querySelector('.curante-announcer')?.textContent ?? '';
const problem = (page: HTMLElement): unknown =>
  (page.shadowRoot?.querySelector('curante-problem') as unknown as { problem: unknown }).problem;

beforeEach(() => {
  vi.useFakeTimers();
  session.begin({ account: me, permissions: ['prescription.issue', 'prescription.prepare'] } as Session);
  rows = [];
  approved = [];
  answers = () => undefined;
  vi.stubGlobal('fetch', async (address: string, request: { body: string }) => {
    const name = address.split('/').pop() ?? '';
    const other = answers(name);
    if (other) return other;
    if (name === 'Validate') {
      const { approvals } = JSON.parse(request.body) as { approvals: prescribing.Approval[] };
      approved.push(...approvals);
      const outcomes = approvals.map((one) => ({ prepared: one.prepared, outcome: 'issued', findings: [], recipes: 1 }));
      return new Response(JSON.stringify({ outcomes }));
    }
    const { states } = JSON.parse(request.body) as { states?: string[] };
    return new Response(JSON.stringify({ rows: states ? [] : rows, waiting: rows.length }));
  });
});
afterEach(() => {
  document.body.replaceChildren();
  session.end();
  pageMarks.value = new Map();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the approval of many', () => {
  it('lets go of a picked one of which the rules say something else by now', async () => {
    rows = Array.from({ length: 40 }, (_, at) => row(at));
    const page = await shown('curante-approvals');
    await press('a');
    expect(picked(page)).toBe(40);

    rows = rows.map((one, at) => (at === 36 ? lately(36) : one));
    await settle(poll_ms);
    expect(picked(page)).toBe(39);
    expect(box(page, 36).checked).toBe(false);
    expect(told()).toContain('ROSSI36 MARIO');
    expect(told()).toContain('riguardarla');
    expect(table(page).querySelector('tr.changed')?.textContent).toContain('cambiata: da riguardare');
    expect(page.shadowRoot?.querySelector('[data-changed]')?.textContent).toContain('1 cambiata');

    await press('i');
    expect(approved).toHaveLength(39);
    expect(approved.map((one) => one.prepared)).not.toContain('id-36');
  });

  it('picks a changed one only where a person does, and issues it with what is shown now', async () => {
    rows = [row(1), row(2)];
    const page = await shown('curante-approvals');
    rows = [row(1), lately(2)];
    await settle(poll_ms);
    await press('a');
    expect(picked(page)).toBe(1);
    await settle(poll_ms);
    expect(table(page).querySelectorAll('tr.changed')).toHaveLength(1);

    box(page, 2).click();
    await settle();
    expect(table(page).querySelectorAll('tr.changed')).toHaveLength(0);
    await press('i');
    expect(approved).toEqual([
      { prepared: 'id-1', seen: '' },
      { prepared: 'id-2', seen: 'new' },
    ]);
  });

  it('marks what a run kept back because nobody had seen it', async () => {
    rows = [row(1), row(2)];
    answers = (name) => {
      if (name !== 'Validate') return undefined;
      rows = [row(1), lately(2)];
      const { findings, seen } = lately(2).prepared;
      const blocked = { prepared: 'id-2', outcome: 'blocked', code: 'findings-not-seen', message: 'x', remedy: '', findings, seen };
      const failed = { ...blocked, prepared: 'id-1', outcome: 'failed', findings: [], seen: '' };
      return new Response(JSON.stringify({ outcomes: [failed, blocked] }));
    };
    const page = await shown('curante-approvals');
    await press('a');
    await press('i');
    await press('a');
    expect(box(page, 1).checked).toBe(true);
    expect(box(page, 2).checked).toBe(false);
    expect(table(page).querySelectorAll('tr.changed')).toHaveLength(1);
  });

  it('tells who watches for it why a run failed', async () => {
    rows = [row(1)];
    answers = (name) => {
      if (name !== 'Validate') return undefined;
      const failed = { prepared: 'id-1', outcome: 'failed', code: 'clock-behind', message: 'x', remedy: 'y', findings: [], seen: '' };
      return new Response(JSON.stringify({ outcomes: [failed] }));
    };
    const told = vi.fn();
    const end = refusals.on('clock-behind', told);
    await shown('curante-approvals');
    await press('a');
    await press('i');
    end();
    expect(told).toHaveBeenCalledTimes(1);
  });

  it('puts the focus on the first rows, by whatever reading they came', async () => {
    let let_first = (): void => undefined;
    const first = new Promise<void>((resolve) => (let_first = resolve));
    const asked = vi.fn();
    const fetching = globalThis.fetch;
    vi.stubGlobal('fetch', async (address: string, request: RequestInit) => {
      asked();
      if (asked.mock.calls.length === 1) await first;
      return fetching(address, request);
    });
    rows = [row(1)];
    const page = await shown('curante-approvals');
    await settle(poll_ms); // a second reading overtakes the first
    let_first();
    await settle();
    expect(table(page).activeElement).toBe(box(page, 1));
  });

  it('does not take the focus from where one is when the first rows come', async () => {
    const page = await shown('curante-approvals');
    const link = document.createElement('button');
    page.shadowRoot?.append(link);
    link.focus();
    rows = [row(1)];
    await settle(poll_ms);
    expect(box(page, 1).disabled).toBe(false);
    expect(page.shadowRoot?.activeElement).toBe(link);
  });
});

const down = (): Response => new Response(JSON.stringify({ code: 'x', message: 'giù', remedy: '' }), { status: 503 });

describe.each(['curante-approvals', 'curante-own-prepared'])('%s', (name) => {
  it('tells that it could not be read until it can', async () => {
    answers = () => down();
    const page = await shown(name);
    expect(problem(page)).toBeDefined();
    answers = () => undefined;
    await settle(poll_ms);
    expect(problem(page)).toBeUndefined();
  });
});

it('what an action could not do is not hidden by a good reading', async () => {
  rows = [row(1)];
  answers = (called) => (called === 'Validate' ? down() : undefined);
  const page = await shown('curante-approvals');
  await press('a');
  await press('i');
  expect(problem(page)).toBeDefined();
  await settle(poll_ms);
  expect(problem(page)).toBeDefined();
});

describe('the count on every page', () => {
  const other = { account: 'other', permissions: ['prescription.prepare'] } as Session;

  it('of one user is not shown to the next', async () => {
    rows = [];
    answers = () => new Response(JSON.stringify({ prepared: [], next: '', waiting: 3 }));
    await shown('curante-approval-mark');
    expect(pageMarks.value.get('studio')).toEqual({ count: 3, text: '3 prescrizioni da approvare' });
    answers = () => down();
    session.begin(other);
    expect(pageMarks.value.has('studio')).toBe(false);
    await settle();
    expect(pageMarks.value.has('studio')).toBe(false);
  });

  it('goes with who is signed out, and with who may prepare nothing any longer', async () => {
    answers = () => new Response(JSON.stringify({ prepared: [], next: '', waiting: 1 }));
    const mark = await shown('curante-approval-mark');
    expect(pageMarks.value.get('studio')?.text).toBe('1 prescrizione da approvare');
    session.end();
    expect(pageMarks.value.has('studio')).toBe(false);
    session.begin(other);
    await settle();
    expect(pageMarks.value.get('studio')?.text).toBe('1 prescrizione attende il medico');
    mark.remove();
    expect(pageMarks.value.has('studio')).toBe(false);
  });
});

describe('the papers of what was approved', () => {
  let printing: string;
  let day: Partial<studio.Row>[];
  let saved: string[];

  const paper = (number: number, more: Partial<studio.Row> = {}): Partial<studio.Row> => ({
    patient: { id: `p-${number}` } as studio.Row['patient'],
    prescription: `id-${number}`,
    recipe: `r-${number}`,
    state: 'accepted',
    document: `d-${number}`,
    number: `N${number}`,
    nre: `N${number}`,
    on_red_form: false,
    delivery: { mode: 'print', state: 'to_deliver', at: null, problem: '' } as unknown as studio.Row['delivery'],
    ...more,
  });
  const offered = (page: HTMLElement): string =>
    page.shadowRoot?.querySelector('[data-print-approved]')?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
  const approve = async (page: HTMLElement): Promise<void> => {
    await press('a');
    await press('i');
    await settle(poll_ms);
    expect(approved.length).toBeGreaterThan(0);
    expect(page.isConnected).toBe(true);
  };

  beforeEach(() => {
    rows = [row(1), row(2)];
    saved = [];
    day = [paper(1), paper(2, { state: 'checking', document: '' }), paper(3)];
    answers = (name) => {
      if (name === 'GetPreparedPrinting') return Response.json({ printing });
      if (name === 'GetDay') return Response.json({ rows: day });
      if (name !== 'SavePreparedPrinting') return undefined;
      saved.push(name);
      return Response.json({ printing: 'none' });
    };
  });

  it('wait for the last answer, and are only those approved here', async () => {
    printing = 'after';
    const page = await shown('curante-approvals');
    await approve(page);
    expect(offered(page)).toBe('');
    day = [paper(1), paper(2), paper(3)];
    await settle(poll_ms);
    expect(offered(page)).toBe('Stampa 2 promemoria Alt+B');
  });

  it('are white ones too, once they are made, and not what is being withdrawn', async () => {
    printing = 'after';
    rows = [row(1), row(2), row(3), row(4)];
    const none = { delivery: { mode: '', state: 'none' } as unknown as studio.Row['delivery'] };
    const white = paper(1, { state: 'printed', colour: 'green', ...none });
    const red = paper(3, { state: 'printed', colour: 'green', on_red_form: true, document: '', ...none });
    const formless = paper(4, { state: 'printed', colour: 'amber', document: '', ...none });
    day = [{ ...white, document: '' }, paper(2), red, formless];
    const page = await shown('curante-approvals');
    await approve(page);
    expect(offered(page), 'a paper is still being made').toBe('');
    day = [white, paper(2), red, formless];
    await settle(poll_ms);
    expect(offered(page)).toBe('Stampa 2 promemoria Alt+B');
    printing = 'during';
    day = [white, paper(2, { state: 'withdrawing' }), red, formless];
    await settle(poll_ms);
    page.remove();
    const again = await shown('curante-approvals');
    await approve(again);
    expect(offered(again)).toBe('Stampa 1 promemoria Alt+B');
    await press('b');
    document.querySelector('curante-document')?.dispatchEvent(new CustomEvent('curante-print'));
    document.querySelector('curante-document')?.dispatchEvent(new CustomEvent('curante-close'));
    await settle(poll_ms);
    expect(offered(again), 'a paper is offered twice').toBe('');
  });

  it('come as they are accepted where the practice has it so', async () => {
    printing = 'during';
    const page = await shown('curante-approvals');
    await approve(page);
    expect(offered(page)).toBe('Stampa 1 promemoria Alt+B');
    const hurried = { key: 'b', altKey: true };
    window.dispatchEvent(new KeyboardEvent('keydown', hurried));
    window.dispatchEvent(new KeyboardEvent('keydown', hurried));
    await press('b');
    expect(document.querySelectorAll('curante-document')).toHaveLength(1);
    const viewer = document.querySelector('curante-document');
    viewer?.dispatchEvent(new CustomEvent('curante-print'));
    viewer?.dispatchEvent(new CustomEvent('curante-close'));
    await settle(poll_ms);
    expect(offered(page), 'a paper is offered twice').toBe('');
  });

  it('are nothing to print here where staff print, or where they went another way', async () => {
    printing = 'none';
    const staff = await shown('curante-approvals');
    await approve(staff);
    expect(offered(staff)).toBe('');
    staff.remove();
    printing = 'during';
    day = [paper(1, { delivery: { mode: 'mail-memo', state: 'sending' } as unknown as studio.Row['delivery'] })];
    const page = await shown('curante-approvals');
    await approve(page);
    expect(offered(page)).toBe('');
  });

  it('are printed as the practice says from then on', async () => {
    printing = 'during';
    const page = await shown('curante-approvals');
    await approve(page);
    const list = page.shadowRoot?.querySelector<HTMLSelectElement>('#printing');
    expect(list?.value).toBe('during');
    if (list) list.value = 'none';
    list?.dispatchEvent(new Event('change'));
    await settle();
    expect(saved).toEqual(['SavePreparedPrinting']);
    expect(offered(page)).toBe('');
  });
});
