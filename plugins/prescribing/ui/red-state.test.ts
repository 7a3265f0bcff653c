// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { canGoOnAsRed } from './red-state';

describe('going on as red', () => {
  const of = (state: 'waiting' | 'checking' | 'attention' | 'refused' | 'accepted' | 'printed') => ({
    state,
    kind: 'drugs' as const,
    paper_code: '',
  });
  it('is for what was not taken', () => {
    expect(canGoOnAsRed(of('waiting'))).toBe(true);
    expect(canGoOnAsRed(of('attention'))).toBe(true);
    expect(canGoOnAsRed(of('refused'))).toBe(true);
  });
  it('is never for what may have been taken, or was', () => {
    expect(canGoOnAsRed(of('checking'))).toBe(false);
    expect(canGoOnAsRed(of('accepted'))).toBe(false);
  });
  it('prints what waits for its form, and nothing twice', () => {
    expect(canGoOnAsRed(of('printed'))).toBe(true);
    expect(canGoOnAsRed({ ...of('printed'), paper_code: '120261234567008' })).toBe(false);
    expect(canGoOnAsRed({ ...of('refused'), kind: 'white' })).toBe(false);
  });
});
