// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { whatToDo } from './late-arrivals';

test('two recipes of one: the second is annulled, or the patient is told', () => {
  const told = whatToDo({ number: 'A1', successor: 'B2', withdrawn: false });
  expect(told).toContain('B2');
  expect(told).toContain('avvisare il paziente');
});

test('one that was withdrawn may be used all the same', () => {
  expect(whatToDo({ number: 'A1', successor: 'B2', withdrawn: true })).toContain('ritirata');
});
