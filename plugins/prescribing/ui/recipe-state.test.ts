// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { canAskDispensing, canPrint, newsOf, toneOf } from './recipe-state';

describe('a recipe that stays valid after a refused withdrawal', () => {
  const recipe = { state: 'accepted', problem: 'annullamento rifiutato' } as const;

  it('does not look as if all were well', () => {
    expect(toneOf(recipe)).toBe('amber');
    expect(toneOf({ ...recipe, problem: '' })).toBe('green');
  });

  it('is not told as a success', () => {
    expect(newsOf('withdrawing', recipe)).toBe('told-not-withdrawn');
    expect(newsOf('waiting', recipe)).toBe('told-accepted');
    expect(newsOf('accepted', recipe)).toBe('');
  });
});

it('gives no paper of a withdrawn recipe', () => {
  expect(canPrint({ state: 'accepted', document: 'x' })).toBe(true);
  expect(canPrint({ state: 'withdrawn', document: 'x' })).toBe(false);
  expect(canPrint({ state: 'accepted', document: '' })).toBe(false);
});

it('asks after what the service has, and after nothing else', () => {
  expect(canAskDispensing('accepted')).toBe(true);
  expect(canAskDispensing('waiting')).toBe(false);
  expect(canAskDispensing('printed')).toBe(false);
  expect(canAskDispensing('withdrawn')).toBe(false);
});
