// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { rowsOf } from './red-file';

it('counts the rows of an export without its head', () => {
  const of = (text: string): number => rowsOf({ content: btoa(text) });
  expect(of('Data;Codice\r\n')).toBe(0);
  expect(of('Data;Codice\r\n"a";"1"\r\n"b";"2"\r\n')).toBe(2);
  expect(of('')).toBe(0);
});
