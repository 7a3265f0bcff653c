// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { canGoOnAsPaper, canGoOnAsRed, waitsForItsForm } from './red-state';

describe('going on as red', () => {
  const of = (state: 'waiting' | 'checking' | 'attention' | 'refused' | 'accepted' | 'printed') => ({
    state,
    kind: 'drugs' as const,
    paper_code: '',
    repeated: false,
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
  it('is not for what was prescribed again since', () => {
    expect(canGoOnAsRed({ ...of('refused'), repeated: true })).toBe(false);
  });
  it('prints what waits for its form, and nothing twice', () => {
    expect(canGoOnAsRed(of('printed'))).toBe(true);
    expect(canGoOnAsRed({ ...of('printed'), paper_code: '120261234567008' })).toBe(false);
    expect(canGoOnAsRed({ ...of('refused'), kind: 'white' })).toBe(false);
  });
});

describe('going on as white paper', () => {
  const of = (state: 'waiting' | 'checking' | 'attention' | 'refused' | 'accepted' | 'printed') => ({
    state,
    kind: 'white' as const,
    repeated: false,
  });
  it('is for a white recipe that was not taken', () => {
    for (const state of ['waiting', 'attention', 'refused'] as const) expect(canGoOnAsPaper(of(state))).toBe(true);
  });
  it('is never for what may have been taken, was, or is on paper', () => {
    for (const state of ['checking', 'accepted', 'printed'] as const) expect(canGoOnAsPaper(of(state))).toBe(false);
  });
  it('is not for what was prescribed again since', () => {
    expect(canGoOnAsPaper({ ...of('refused'), repeated: true })).toBe(false);
  });
  it('is not for what the SSN pays', () => {
    expect(canGoOnAsPaper({ ...of('refused'), kind: 'drugs' })).toBe(false);
  });
});

it('what was issued on paper asks for its form while it has none', () => {
  const issued = { state: 'printed' as const, kind: 'drugs' as const, paper_code: '', repeated: false };
  expect(waitsForItsForm(issued)).toBe(true);
  expect(waitsForItsForm({ ...issued, paper_code: '120261234567008' })).toBe(false);
  expect(waitsForItsForm({ ...issued, kind: 'white' })).toBe(false);
  expect(waitsForItsForm({ ...issued, state: 'waiting' })).toBe(false);
});
