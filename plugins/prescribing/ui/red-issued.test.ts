// SPDX-License-Identifier: Apache-2.0
// What becomes of a draft «su carta» on the screen: its forms come up, and what has none is asked for.
import { openPatient, session } from '@curante/shell';
import type { accounts, prescribing, red_recipes } from '@curante/contracts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeServer, quiet } from '../../web/ui/scripts/fake-server';
import { PrescriptionList } from './prescription-list';
import { showRedForms } from './promemoria';

const maria = '00000000-0000-4000-8000-000000000001';
const recipe = (id: string, more: Partial<prescribing.RecipeView> = {}): prescribing.RecipeView =>
  ({
    id,
    state: 'printed',
    kind: 'drugs',
    reasons: [],
    lines: [],
    problem: '',
    nre: '',
    white_number: '',
    paper_code: `C${id}`,
    document: `d${id}`,
    red_trouble: 'none',
    delivery: { mode: '', state: 'none' },
    ...more,
  }) as unknown as prescribing.RecipeView;

let server: FakeServer;
beforeEach(() => {
  session.begin({ account: 'd1', permissions: ['prescription.issue'] } as unknown as accounts.Session);
  openPatient.value = maria;
  server = new FakeServer({ NotePrinted: () => ({ forms: 1 }) });
});
afterEach(() => {
  session.end();
  openPatient.value = '';
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

const viewer = (): Promise<HTMLElement & { heading: string }> =>
  vi.waitFor(() => {
    const found = document.querySelector<HTMLElement & { heading: string }>('curante-document');
    if (!found) throw new Error('nothing is shown');
    return found;
  });
const noted = (): unknown[] => server.asked.filter((one) => one.name === 'NotePrinted').map((one) => one.body);

it('several forms are one file in the order of their numbers, noted when they are printed', async () => {
  const done = showRedForms([recipe('1'), recipe('2'), recipe('3')], maria);
  const shown = await viewer();
  expect(shown.heading).toContain('C1');
  expect(shown.heading).toContain('C3');
  expect(noted()).toEqual([]);
  shown.dispatchEvent(new CustomEvent('curante-print'));
  expect(noted()).toEqual([{ recipes: ['1', '2', '3'] }]);
  shown.dispatchEvent(new CustomEvent('curante-close'));
  await done;
  expect(document.querySelector('curante-document')).toBeNull();
});

it('one form is shown under its code, and none is nothing', async () => {
  await showRedForms([], maria);
  const done = showRedForms([recipe('1')], maria);
  const shown = await viewer();
  expect(shown.heading).toBe('Ricetta rossa C1');
  shown.dispatchEvent(new CustomEvent('curante-print'));
  expect(noted()).toEqual([{ recipes: ['1'] }]);
  shown.dispatchEvent(new CustomEvent('curante-close'));
  await done;
});

it('what has no form yet is asked for in its own card', async () => {
  const block = { printer: { name: 'Rossa' }, first_code: 'x', next_code: '', problem: '', usual_start: '' };
  server = new FakeServer({
    ListForPatient: () => ({ prescriptions: [], next: '' }),
    ListBlocks: () => ({ blocks: [block as unknown as red_recipes.Block] }),
  });
  const list = new PrescriptionList();
  list.patient = maria;
  document.body.append(list);
  const issued = {
    id: 'p',
    patient: maria,
    doctor: 'd1',
    issued: '2026-11-26T08:00:00Z',
    exemption: '',
    recipes: [recipe('1'), recipe('2', { paper_code: '', document: '', problem: 'blocchetto finito' })],
  } as unknown as prescribing.Prescription;
  list.take(issued);
  await quiet();
  expect(await list.askForForm('1')).toBe(false); // it has its form
  const asked = list.askForForm('2');
  const card = list.shadowRoot?.querySelector('curante-prescription')?.shadowRoot;
  const element = card?.querySelector('[data-recipe="2"] curante-go-on-as-red')?.shadowRoot;
  const dialog = await vi.waitFor(() => {
    const found = element?.querySelector('curante-modal');
    if (!found) throw new Error('nothing is asked');
    return found;
  });
  expect(dialog.textContent).toContain('Blocchetto esaurito');
  dialog.dispatchEvent(new CustomEvent('curante-close'));
  expect(await asked).toBe(false);
});
