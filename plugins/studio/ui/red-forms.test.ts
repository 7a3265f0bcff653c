// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openPatient, session, type Session } from '@curante/shell';
import type { red_recipes, studio } from '@curante/contracts';
import { quiet } from '../../web/ui/scripts/fake-server';
import { row } from '../tests/sample-row';
import { canPick, isPaper, isReadyToPrint, showPapers, stillThere } from './papers';
import './picked-bar';
import type { PickedBar } from './picked-bar';
import { isRedForm, jobsOf, unprinted } from './red-forms';

const red = (number: number, more: Partial<studio.Row> = {}): studio.Row =>
  row(number, { state: 'printed', on_red_form: true, can_deliver: false, number: `C${number}`, ...more });

const form = (number: number, more: Partial<red_recipes.Form> = {}): red_recipes.Form =>
  ({
    recipe: `r-${number}`,
    code: `C${number}`,
    document: `d-${number}`,
    patient: `p-${number}`,
    patient_name: `ROSSI${number} MARIO`,
    doctor: 'm',
    printer: 'Rossa',
    printed: `2026-11-26T08:00:0${number}.000Z`,
    state: 'queued',
    put_on_paper: null,
    ...more,
  }) as unknown as red_recipes.Form;

let forms: Record<string, red_recipes.Form>;
let asked: { name: string; body: Record<string, unknown> }[];
const known = (...all: red_recipes.Form[]): void => {
  forms = Object.fromEntries(all.map((one) => [one.recipe, one]));
};
const bodies = (name: string): Record<string, unknown>[] =>
  asked.filter((one) => one.name === name).map((one) => one.body);

beforeEach(() => {
  session.begin({ account: 'd1', permissions: ['prescription.read'] } as unknown as Session);
  asked = [];
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => undefined }));
  vi.stubGlobal('fetch', async (address: string, init: RequestInit = {}) => {
    const [path = '', query = ''] = address.split('?');
    const name = path.split('/').pop() ?? '';
    const body = JSON.parse(String(init.body ?? '{}')) as Record<string, unknown>;
    asked.push({ name, body: { ...body, ...Object.fromEntries(new URLSearchParams(query)) } });
    if (name === 'GetForm') return Response.json(forms[String(body['recipe'])]);
    if (name === 'ReadMerged') return new Response('%PDF');
    return Response.json({ forms: 1 });
  });
});
afterEach(() => {
  document.body.replaceChildren(...document.querySelectorAll('.curante-announcer'));
  openPatient.value = '';
  session.end();
  vi.unstubAllGlobals();
});

/** What a question on the screen stands in. */
function question(): ShadowRoot {
  const roots = [...document.body.children].map((one) => one.shadowRoot);
  const found = roots.find((root) => root?.querySelector('[data-confirm]'));
  if (!found) throw new Error('nothing is asked');
  return found;
}

describe('red forms in the list', () => {
  it('are picked, and never in the file of what goes on plain paper', () => {
    expect(isPaper(red(1))).toBe(false);
    expect(canPick(red(1))).toBe(true);
    expect(isReadyToPrint(red(1))).toBe(true);
    expect([...stillThere(new Set(['r-1', 'r-2']), [red(1), row(2)])]).toEqual(['r-1', 'r-2']);
  });
  it('are not what was taken back, or has no form', () => {
    expect(isRedForm(red(1, { state: 'withdrawn', document: '' }))).toBe(false);
    expect(isRedForm(red(1, { document: '', on_red_form: false }))).toBe(false);
    expect(canPick(red(1, { document: '', on_red_form: false }))).toBe(false);
  });
});

describe('jobs', () => {
  it('hold the forms of one printer in the order in which their numbers were taken', () => {
    // The pad of the second printer lies upside down: its numbers go down.
    const jobs = jobsOf([
      form(3, { code: '08' }),
      form(1, { code: '06' }),
      form(4, { printer: 'Altra', code: '97' }),
      form(2, { printer: 'Altra', code: '99' }),
    ]);
    expect(jobs.map((job) => [job.printer, job.forms.map((one) => one.code)])).toEqual([
      ['Rossa', ['06', '08']],
      ['Altra', ['99', '97']],
    ]);
  });
  it('keep printers of one name apart when they are of two doctors', () => {
    expect(jobsOf([form(1), form(2, { doctor: 'n' })])).toHaveLength(2);
  });
});

it('only those that nobody has printed are picked together', async () => {
  known(form(1), form(2, { put_on_paper: '2026-11-26T09:00:00Z' }), form(3, { state: 'cancelling' }));
  expect(await unprinted([red(1), red(2), red(3), row(4)])).toEqual(['r-1']);
  const bar = document.createElement('curante-picked-bar') as PickedBar;
  let picked: ReadonlySet<string> = new Set(['r-4']);
  bar.addEventListener('curante-picked', (event) => (picked = (event as CustomEvent<ReadonlySet<string>>).detail));
  Object.assign(bar, { rows: [red(1), red(2), row(4)], picked });
  document.body.append(bar);
  await bar.updateComplete;
  bar.renderRoot.querySelector<HTMLButtonElement>('[data-pick-red]')?.click();
  await vi.waitFor(() => expect([...picked]).toEqual(['r-1']));
});

it('offers no red forms where there are none', async () => {
  const bar = document.createElement('curante-picked-bar') as PickedBar;
  Object.assign(bar, { rows: [row(4)], picked: new Set() });
  document.body.append(bar);
  await bar.updateComplete;
  expect(bar.renderRoot.querySelector('[data-pick-red]')).toBeNull();
});

it('the sheets are named before they are printed as one file, and noted only when they are', async () => {
  known(form(1, { printed: '2026-11-26T08:00:09.000Z' }), form(2));
  const told: string[] = [];
  const done = showPapers(
    [red(1), red(2)],
    (work) => work(),
    (rows) => told.push(...rows.map((one) => one.recipe)),
  );
  const asking = await vi.waitFor(question);
  const text = asking.querySelector('p')?.textContent ?? '';
  expect(text.indexOf('C2')).toBeGreaterThan(0);
  expect(text.indexOf('C2')).toBeLessThan(text.indexOf('C1'));
  asking.querySelector<HTMLButtonElement>('[data-confirm]')?.click();
  const viewer = await vi.waitFor(() => {
    const found = document.querySelector('curante-document');
    if (!found) throw new Error('no viewer');
    return found;
  });
  await vi.waitFor(() => expect(bodies('ReadMerged')).toHaveLength(1));
  expect(bodies('ReadMerged')[0]?.['documents']).toBe('d-2,d-1');
  expect(bodies('NotePrinted')).toEqual([]);
  viewer.dispatchEvent(new CustomEvent('curante-print'));
  await vi.waitFor(() => expect(bodies('NotePrinted')).toEqual([{ recipes: ['r-2', 'r-1'] }]));
  expect(told).toEqual(['r-1', 'r-2']);
  viewer.dispatchEvent(new CustomEvent('curante-close'));
  await done;
  expect(asked.some((one) => ['Reprint', 'GoOnAsRed', 'Print'].includes(one.name))).toBe(false);
});

it('pressed twice, the sheets are asked after once', async () => {
  known(form(1), form(2));
  const bar = document.createElement('curante-picked-bar') as PickedBar;
  Object.assign(bar, { rows: [red(1), red(2)], picked: new Set(['r-1', 'r-2']) });
  document.body.append(bar);
  await bar.updateComplete;
  const press = (): boolean => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'b', altKey: true }));
  press();
  press();
  bar.renderRoot.querySelector<HTMLButtonElement>('[data-print-picked]')?.click();
  await vi.waitFor(question);
  await quiet();
  const questions = [...document.body.children].filter((one) => one.shadowRoot?.querySelector('[data-confirm]'));
  expect(questions).toHaveLength(1);
  expect(bodies('GetForm')).toHaveLength(2);
});

it('other sheets than those print nothing', async () => {
  known(form(1), form(2));
  const done = showPapers([red(1), red(2)], (work) => work());
  const asking = await vi.waitFor(question);
  const no = asking.querySelector<HTMLButtonElement>('button:not([data-confirm])');
  // «Annulla» would be understood of the recipes.
  expect(no?.textContent?.trim()).toBe('Non stampare');
  expect(asking.querySelector('p')?.textContent).toContain('«Non stampare»');
  expect(asking.querySelector('p')?.textContent).toContain('Nessuna ricetta viene annullata');
  no?.click();
  await done;
  expect(bodies('ReadMerged')).toEqual([]);
  expect(bodies('NotePrinted')).toEqual([]);
});

describe('where another chart is opened meanwhile', () => {
  const asks = (): boolean =>
    [...document.body.children].some((one) => one.shadowRoot?.querySelector('[data-confirm]'));

  it('nothing is asked of the red forms of others after the papers', async () => {
    known(form(1), form(2));
    const done = showPapers([row(3), row(4), red(1), red(2)], (work) => work());
    await vi.waitFor(() => expect(document.querySelector('curante-document')).not.toBeNull());
    openPatient.value = 'p-9';
    await done;
    expect(asks()).toBe(false);
    expect(bodies('GetForm')).toEqual([]);
  });

  it('nothing is asked of the sheets, nor of those of the next printer', async () => {
    known(form(1), form(2, { printer: 'Altra' }));
    const reading = showPapers([red(1), red(2)], (work) => work());
    openPatient.value = 'p-9';
    await reading;
    expect(asks()).toBe(false);
    const asking = showPapers([red(1), red(2)], (work) => work());
    await vi.waitFor(question);
    openPatient.value = 'p-8';
    await asking;
    expect(asks()).toBe(false);
    expect(bodies('ReadMerged')).toEqual([]);
  });
});
