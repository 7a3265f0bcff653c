// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, test } from 'vitest';
import { LateArrivals, whatToDo } from './late-arrivals';

afterEach(() => document.body.replaceChildren());

test('two recipes of one: the second is annulled, or the patient is told', () => {
  const told = whatToDo({ number: 'A1', successor: 'B2', withdrawn: false });
  expect(told).toContain('B2');
  expect(told).toContain('avvisare il paziente');
});

test('one that was withdrawn may be used all the same', () => {
  expect(whatToDo({ number: 'A1', successor: 'B2', withdrawn: true })).toContain('ritirata');
});

test('the focus goes to the next one only when one was settled', async () => {
  const arrival = (number: string) => ({ number, successor: '', withdrawn: true });
  const list = new LateArrivals();
  document.body.append(list);
  await list.updateComplete;
  list.arrivals = [arrival('A1'), arrival('B2')];
  await list.updateComplete;
  expect(document.activeElement).toBe(document.body);
  list.arrivals = [arrival('B2')];
  await list.updateComplete;
  expect(list.shadowRoot?.activeElement).toBe(list.shadowRoot?.querySelector('li button'));
});
