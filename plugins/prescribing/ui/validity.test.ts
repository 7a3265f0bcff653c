// SPDX-License-Identifier: Apache-2.0
import type { prescribing } from '@curante/contracts';
import { describe, expect, it } from 'vitest';
import { goodUntil } from './validity';

const recipe = (kind: string, ...days: number[]): prescribing.RecipeView =>
  ({ kind, lines: days.map((validity_days) => ({ validity_days })) }) as unknown as prescribing.RecipeView;

describe('goodUntil', () => {
  it('counts from the day after the recipe was issued, in Italy', () => {
    expect(goodUntil(recipe('drugs', 30), '2026-11-23T17:20:00Z')).toBe('2026-12-23');
    expect(goodUntil(recipe('drugs', 30), '2026-11-23T23:20:00Z')).toBe('2026-12-24');
  });

  it('is the first day on which one of its drugs is no longer given', () => {
    expect(goodUntil(recipe('drugs', 365, 30, 0), '2026-11-23T17:20:00Z')).toBe('2026-12-23');
  });

  it('says nothing where the rules did not', () => {
    expect(goodUntil(recipe('drugs', 0), '2026-11-23T17:20:00Z')).toBe('');
    expect(goodUntil(recipe('services', 0), '2026-11-23T17:20:00Z')).toBe('');
    expect(goodUntil(recipe('white', 180), '2026-11-23T17:20:00Z')).toBe('');
  });
});
