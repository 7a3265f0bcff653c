// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, test, vi } from 'vitest';
import { LateArrivals, whatToDo } from './late-arrivals';

const arrival = (number: string, recipe = '') => ({ number, successor: '', withdrawn: true, recipe });

/** What the rooms answer, by the name of the call; others refuse. */
function answers(of: Record<string, unknown>): void {
  vi.stubGlobal('fetch', async (address: string) => {
    const name = address.split('/').at(-1) ?? '';
    return new Response(JSON.stringify(of[name] ?? {}), { status: name in of ? 200 : 403 });
  });
}

async function shown(list: ReturnType<typeof arrival>[]): Promise<LateArrivals> {
  const element = new LateArrivals();
  element.arrivals = list;
  document.body.append(element);
  await element.updateComplete;
  return element;
}
const words = (of: LateArrivals): string =>
  (of.shadowRoot?.querySelector('li')?.textContent ?? '').replace(/\s+/g, ' ');

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

test('two recipes of one: the second is annulled, or the patient is told', () => {
  const told = whatToDo({ number: 'A1', successor: 'B2', withdrawn: false, recipe: '' });
  expect(told).toContain('B2');
  expect(told).toContain('avvisare il paziente');
});

test('one that was withdrawn may be used all the same', () => {
  expect(whatToDo(arrival('A1'))).toContain('ritirata');
});

test('it is told whose it is, of what and of which day, with the way to the chart', async () => {
  const recipes = [
    { id: 'r1', lines: [{ drug_text: 'ALTRO', service_text: '' }] },
    { id: 'r2', lines: [{ drug_text: 'RAMIPRIL 5 MG', service_text: '' }] },
  ];
  answers({
    Get: { patient: 'p1', issued: '2026-11-25T23:30:00Z', recipes },
    GetPatient: { first_name: 'MARIA', last_name: 'ROSSI' },
  });
  const list = await shown([arrival('A1', 'r2')]);
  await vi.waitFor(() => expect(words(list)).toContain('ROSSI MARIA'));
  expect(words(list)).toContain('RAMIPRIL 5 MG – prescritta il 26/11/2026');
  expect(words(list)).not.toContain('ALTRO');
  expect(list.shadowRoot?.querySelector('li a')?.getAttribute('href')).toBe('#/patient/p1');
});

test('who may not see whose it is reads its number', async () => {
  answers({ Get: { patient: 'p1', issued: '2026-11-25T23:30:00Z', recipes: [] } });
  const list = await shown([arrival('A1', 'r2')]);
  expect(words(list)).toContain('A1');
  expect(list.shadowRoot?.querySelector('li a')).toBeNull();
});

test('the focus goes to the next one only when one was settled', async () => {
  const list = await shown([]);
  list.arrivals = [arrival('A1'), arrival('B2')];
  await list.updateComplete;
  expect(document.activeElement).toBe(document.body);
  list.arrivals = [arrival('B2')];
  await list.updateComplete;
  expect(list.shadowRoot?.activeElement).toBe(list.shadowRoot?.querySelector('li button'));
});
