// SPDX-License-Identifier: Apache-2.0
// A refusal that comes while the doctor is elsewhere is seen there, and is counted until it is settled.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { liveEvents, openPatient, pageAlarms, resync, session, type Session } from '@curante/shell';
import type { studio } from '@curante/contracts';
import { row } from '../tests/sample-row';
import './open-recipes';

const doctor = 'd1';
let rows: studio.Row[];
let more: number;
let asked: unknown[];
/** The connection is dead: no answer, no failure. */
let dead: boolean;

/** Red, as the service's refusal makes it. */
function refused(number: number, changed = '2026-11-26T09:00:00Z'): studio.Row {
  return row(number, {
    state: 'refused',
    colour: 'red',
    state_text: 'rifiutata: Codice ASL del medico non valido (1020)',
    needs_hand: true,
    changed,
  });
}

function signIn(account: string, ...permissions: string[]): void {
  session.begin({ account, permissions: ['prescription.read', ...permissions] } as unknown as Session);
}

beforeEach(() => {
  signIn(doctor, 'prescription.issue');
  rows = [];
  more = 0;
  asked = [];
  dead = false;
  vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
    if (!address.endsWith('/studio/1/GetOpen')) throw new Error(address);
    asked.push(JSON.parse(String(init.body)));
    if (dead) return new Promise<never>(() => undefined);
    return Response.json({ rows, needs_hand: rows.length + more });
  });
});
afterEach(() => {
  document.body.replaceChildren();
  openPatient.value = '';
  session.end();
  window.sessionStorage.clear();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function shown(): Promise<ShadowRoot> {
  const before = asked.length;
  const element = document.createElement('curante-open-recipes');
  document.body.append(element);
  const root = element.shadowRoot;
  if (!root) throw new Error('nothing is rendered');
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(before));
  await vi.waitFor(() => expect(alarm()?.count).toBe(rows.length + more));
  return root;
}
const alarm = (): { count: number; text: string } | undefined => pageAlarms.value.get('studio');
const notices = (root: ShadowRoot): string[] =>
  [...root.querySelectorAll('[data-notice]')].map((one) => one.getAttribute('data-notice') ?? '');
const rest = (root: ShadowRoot): string =>
  root.querySelector('[data-notice-rest] span')?.textContent ?? '';
const tell = (recipe: string): void =>
  (liveEvents as unknown as { dispatch(name: string, data: string): void }).dispatch(
    'recipe-changed/1',
    JSON.stringify({ recipe }),
  );
const hide = (root: ShadowRoot, label: RegExp): void =>
  [...root.querySelectorAll('button')].find((one) => label.test(one.getAttribute('aria-label') ?? ''))?.click();

describe('recipes that need a hand', () => {
  it('are told on every page, with the way to the chart, and counted in the bar', async () => {
    rows = [refused(1)];
    const root = await shown();
    await vi.waitFor(() => expect(notices(root)).toEqual(['r-1']));
    const notice = root.querySelector('[data-notice]');
    expect(notice?.textContent).toContain('Ricetta di ROSSI1 MARIO rifiutata: Codice ASL del medico non valido (1020).');
    expect(notice?.classList).toContain('red');
    expect(notice?.querySelector('a')?.getAttribute('href')).toContain('patient/p-1');
    expect(alarm()).toEqual({ count: 1, text: '1 ricetta richiede un intervento' });
    expect(root.querySelector('[role=status]')).not.toBeNull();
  });

  it('are asked for of the doctor who signs, and for staff of the practice', async () => {
    await shown();
    expect(asked.at(-1)).toEqual({ concerns: doctor });
    document.body.replaceChildren();
    signIn('segretaria', 'prescription.prepare');
    await shown();
    expect(asked.at(-1)).toEqual({ concerns: '' });
  });

  it('come up as soon as something changed', async () => {
    const told: Record<string, (data: unknown) => void> = {};
    vi.spyOn(liveEvents, 'on').mockImplementation((name, handler) => {
      told[name] = handler;
      return () => undefined;
    });
    const root = await shown();
    expect(notices(root)).toEqual([]);
    rows = [refused(1)];
    told['recipe-changed/1']?.({});
    await vi.waitFor(() => expect(notices(root)).toEqual(['r-1']), { timeout: 3000 });
    expect(alarm()?.count).toBe(1);
  });

  it('come up although something happens all the time', async () => {
    const told: Record<string, (data: unknown) => void> = {};
    vi.spyOn(liveEvents, 'on').mockImplementation((name, handler) => {
      told[name] = handler;
      return () => undefined;
    });
    const root = await shown();
    rows = [refused(1)];
    // Each of them before the one before is asked after.
    const busy = setInterval(() => told['recipe-changed/1']?.({}), 20);
    try {
      await vi.waitFor(() => expect(notices(root)).toEqual(['r-1']), { timeout: 3000 });
    } finally {
      clearInterval(busy);
    }
  });

  it('come up once the server is back, although a question before never had its answer', async () => {
    const tell = (name: string): void =>
      (liveEvents as unknown as { dispatch(name: string, data: string): void }).dispatch(name, '{}');
    const root = await shown();
    dead = true;
    const before = asked.length;
    tell('recipe-changed/1');
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(before), { timeout: 3000 });
    dead = false;
    rows = [refused(1)];
    tell(resync);
    await vi.waitFor(() => expect(notices(root)).toEqual(['r-1']));
  });

  it('say nothing twice: the patient’s own chart shows the recipe itself', async () => {
    rows = [refused(1), refused(2)];
    openPatient.value = 'p-1';
    const root = await shown();
    await vi.waitFor(() => expect(notices(root)).toEqual(['r-2']));
    expect(alarm()?.count).toBe(2);
    openPatient.value = 'p-3';
    await vi.waitFor(() => expect(notices(root)).toEqual(['r-1', 'r-2']));
  });

  it('can be hidden, until they change; the count stays', async () => {
    rows = [refused(1)];
    const root = await shown();
    await vi.waitFor(() => expect(notices(root)).toEqual(['r-1']));
    hide(root, /ROSSI1/);
    await vi.waitFor(() => expect(notices(root)).toEqual([]));
    expect(alarm()?.count).toBe(1);
    document.body.replaceChildren();
    expect(notices(await shown())).toEqual([]);
    document.body.replaceChildren();
    rows = [refused(1, '2026-11-26T10:00:00Z')];
    const again = await shown();
    await vi.waitFor(() => expect(notices(again)).toEqual(['r-1']));
  });

  it('come back once something else is said of them, though nothing of the recipe itself has moved', async () => {
    const onPaper = (problem: string): studio.Row =>
      row(1, { state: 'printed', colour: 'amber', state_text: `su carta: ${problem}`, needs_hand: true });
    rows = [onPaper('non ancora stampata'), refused(2)];
    const root = await shown();
    await vi.waitFor(() => expect(notices(root)).toEqual(['r-1', 'r-2']));
    hide(root, /ROSSI1/);
    hide(root, /ROSSI2/);
    await vi.waitFor(() => expect(notices(root)).toEqual([]));
    rows = [onPaper('attende la conferma del medico'), refused(2)];
    tell('r-3');
    await vi.waitFor(() => expect(notices(root)).toEqual(['r-1']), { timeout: 3000 });
  });

  // The server puts the moment of refusal back: it is what tells whether it was prescribed again since.
  it('come back when a refused one did not get on paper, refused since when it was and in the same words', async () => {
    rows = [refused(1), refused(2)];
    const root = await shown();
    await vi.waitFor(() => expect(notices(root)).toEqual(['r-1', 'r-2']));
    hide(root, /ROSSI1/);
    hide(root, /ROSSI2/);
    await vi.waitFor(() => expect(notices(root)).toEqual([]));
    tell('r-1');
    await vi.waitFor(() => expect(notices(root)).toEqual(['r-1']), { timeout: 3000 });
    hide(root, /ROSSI1/);
    await vi.waitFor(() => expect(notices(root)).toEqual([]));
    document.body.replaceChildren();
    expect(notices(await shown())).toEqual([]);
  });

  it('do not come back for a moment when what happened has settled them', async () => {
    rows = [refused(1), refused(2)];
    const root = await shown();
    await vi.waitFor(() => expect(notices(root)).toEqual(['r-1', 'r-2']));
    hide(root, /ROSSI1/);
    await vi.waitFor(() => expect(notices(root)).toEqual(['r-2']));
    let came = false;
    new MutationObserver(() => (came ||= notices(root).includes('r-1'))).observe(root, {
      childList: true,
      subtree: true,
    });
    rows = [refused(2), refused(3)];
    tell('r-1');
    await vi.waitFor(() => expect(notices(root)).toEqual(['r-2', 'r-3']), { timeout: 3000 });
    expect(came).toBe(false);
  });

  it('that are many are told by their number, also those that nobody lists', async () => {
    rows = [refused(1), refused(2), refused(3), refused(4)];
    more = 30;
    const root = await shown();
    await vi.waitFor(() => expect(notices(root)).toEqual(['r-1', 'r-2']));
    expect(rest(root)).toBe('Altre 32 ricette richiedono un intervento.');
    hide(root, /altre/);
    await vi.waitFor(() => expect(root.querySelector('[data-notice-rest]')).toBeNull());
    expect(notices(root)).toEqual(['r-1', 'r-2']);
  });

  it('are in nobody’s sight once another signs in', async () => {
    rows = [refused(1)];
    const root = await shown();
    await vi.waitFor(() => expect(notices(root)).toEqual(['r-1']));
    session.end();
    await vi.waitFor(() => expect(notices(root)).toEqual([]));
    expect(alarm()).toBeUndefined();
  });

  it('say what is wrong: not every one was refused', async () => {
    rows = [
      row(1, { state: 'attention', colour: 'amber', state_text: 'serve un intervento: credenziali' }),
      row(2, {
        delivery_text: 'non consegnata: casella piena',
        delivery: { mode: 'mail-memo', state: 'failed', at: null, problem: '' },
      } as unknown as Partial<studio.Row>),
    ];
    const root = await shown();
    await vi.waitFor(() => expect(notices(root)).toHaveLength(2));
    const texts = [...root.querySelectorAll('[data-notice] strong')].map((one) => one.textContent);
    expect(texts).toEqual([
      'Ricetta di ROSSI1 MARIO: serve un intervento: credenziali.',
      'Ricetta di ROSSI2 MARIO non consegnata: casella piena.',
    ]);
  });
});

describe('what is below the notices', () => {
  const news = (): void =>
    (liveEvents as unknown as { dispatch(name: string, data: string): void }).dispatch('recipe-changed/1', '{}');
  const high = (root: ShadowRoot): number => notices(root).length * 40;
  /** Where the notices begin: below the bar of pages. */
  const top = 60;
  const pointAt = (clientY: number): boolean => window.dispatchEvent(new MouseEvent('pointermove', { clientY }));

  async function grownBy(point: () => unknown): Promise<unknown[]> {
    const scrolled = vi.fn();
    vi.stubGlobal('scrollBy', scrolled);
    const root = await shown();
    vi.spyOn(root.host, 'getBoundingClientRect').mockImplementation(() => new DOMRect(0, top, 100, high(root)));
    point();
    rows = [refused(1)];
    news();
    await vi.waitFor(() => expect(notices(root)).toHaveLength(1));
    await vi.waitFor(() => expect(high(root)).toBe(40));
    return scrolled.mock.calls.map(([how]) => (how as { top: number }).top);
  }

  it('stays where it is while somebody points at it', async () => {
    expect(await grownBy(() => pointAt(300))).toEqual([40]);
  });

  it('stays where it is while somebody points at where the notices begin', async () => {
    expect(await grownBy(() => pointAt(top))).toEqual([40]);
  });

  it('makes room where somebody points at what is above: that would move instead', async () => {
    expect(await grownBy(() => pointAt(top - 1))).toEqual([]);
  });

  it('makes room where nobody has pointed for a while', async () => {
    pointAt(300);
    const later = performance.now() + 60_000;
    expect(await grownBy(() => vi.spyOn(performance, 'now').mockReturnValue(later))).toEqual([]);
  });
});
