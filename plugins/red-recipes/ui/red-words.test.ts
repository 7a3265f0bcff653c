// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import texts from './it.json';
import { canReprint, canSendAgain, fileStates, formStates, toneOfForm, toneOfOutcome } from './red-words';

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
  it('offer only what can be done', () => {
    expect(canReprint({ state: 'sent', code: '120261234567008' })).toBe(true);
    expect(canReprint({ state: 'cancelled', code: '120261234567008' })).toBe(false);
    expect(canReprint({ state: 'unconfirmed', code: '' })).toBe(false);
    expect(canSendAgain({ state: 'refused' })).toBe(true);
    expect(canSendAgain({ state: 'sent' })).toBe(false);
  });
});
