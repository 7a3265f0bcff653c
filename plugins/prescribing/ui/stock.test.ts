// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { prescribing } from '@curante/contracts';
import { isDue, stockMark } from './stock';

const stock = (light: prescribing.Stock['light'], last_issued: string | null = '2026-11-01') =>
  ({ therapy: 't', light, last_issued, lasts_until: null, days_left: 0, text: 'detto' }) as prescribing.Stock;

it('what is about to end, has ended or never began is due', () => {
  expect(isDue(stock('orange'))).toBe(true);
  expect(isDue(stock('red'))).toBe(true);
  expect(isDue(stock('green'))).toBe(false);
  expect(isDue(stock('unknown', null))).toBe(true);
  expect(isDue(stock('unknown'), '2026-11-28')).toBe(false);
  expect(isDue(stock('unknown'), '2026-11-29')).toBe(true);
  expect(isDue(undefined)).toBe(false);
});

it('a light never shines without words', () => {
  expect(stockMark(stock('red'))).toEqual({ tone: 'red', text: 'detto' });
  expect(stockMark({ ...stock('green'), text: '' })?.text).toBe('scorta sufficiente');
  expect(stockMark(stock('unknown', null))?.text).toBe('mai prescritta');
  expect(stockMark(undefined)).toBeUndefined();
});
