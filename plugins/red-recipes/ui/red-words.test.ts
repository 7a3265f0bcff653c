// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import texts from './it.json';
import {
  answersOf,
  canCancel,
  canReprint,
  canSendAgain,
  concernsUser,
  fileStates,
  formStates,
  toneOfForm,
  toneOfOutcome,
} from './red-words';

describe('the words of red recipes', () => {
  it('name every state and every answer', () => {
    const named = texts as Record<string, string>;
    for (const state of formStates) expect(named[`state-${state}`]).toBeTruthy();
    for (const outcome of fileStates) expect(named[`outcome-${outcome}`]).toBeTruthy();
  });
  it('colour what went wrong', () => {
    expect(toneOfForm({ state: 'refused' })).toBe('red');
    expect(toneOfOutcome('discarded')).toBe('red');
    expect(toneOfOutcome('warnings')).toBe('amber');
  });
  it('tell of a file that stands still to whom it concerns', () => {
    expect(concernsUser({ doctor: 'a' }, 'a', true)).toBe(true);
    expect(concernsUser({ doctor: 'a' }, 'b', true)).toBe(false);
    expect(concernsUser({ doctor: 'a' }, 'staff', false)).toBe(true);
  });
  it('offer only what can be done', () => {
    const form = { code: '120261234567008', spoilt: false } as const;
    expect(canReprint({ ...form, state: 'sent' })).toBe(true);
    expect(canReprint({ ...form, state: 'cancelled' })).toBe(false);
    expect(canReprint({ ...form, state: 'unconfirmed', code: '' })).toBe(false);
    expect(canSendAgain({ ...form, state: 'refused' })).toBe(true);
    expect(canSendAgain({ ...form, state: 'sent' })).toBe(false);
    expect(canCancel({ ...form, state: 'sent' })).toBe(true);
    expect(canCancel({ ...form, state: 'cancelling' })).toBe(false);
  });
  it('ask of one to be verified what its look-up found, once its file is known to have arrived', () => {
    const form = { state: 'attention', to_find: true, spoilt: false } as const;
    expect(answersOf(form)).toEqual(['there', 'absent']);
    expect(canSendAgain(form)).toBe(false);
    expect(answersOf({ ...form, to_find: false })).toEqual([]);
    expect(answersOf({ ...form, state: 'not_cancelled' })).toEqual(['gone']);
    expect(answersOf({ ...form, spoilt: true })).toEqual(['gone']);
  });
  it('offer nothing but the cancellation where that failed, and nothing new on a spoilt form', () => {
    for (const spoilt of [false, true]) {
      const form = { code: '120261234567008', spoilt, state: 'not_cancelled' } as const;
      expect(canReprint(form)).toBe(false);
      expect(canSendAgain(form)).toBe(false);
      expect(canCancel(form)).toBe(true);
    }
    const spoilt = { code: '120261234567008', spoilt: true, state: 'attention' } as const;
    expect(canReprint(spoilt)).toBe(false);
    expect(canSendAgain(spoilt)).toBe(false);
  });
});
