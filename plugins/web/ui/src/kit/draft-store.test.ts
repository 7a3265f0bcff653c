// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import { DraftStore } from './draft-store';

const maria = '00000000-0000-4000-8000-000000000001';
const mario = '00000000-0000-4000-8000-000000000002';

describe('DraftStore', () => {
  let account = 'doctor';
  let store: DraftStore;

  beforeEach(() => {
    account = 'doctor';
    sessionStorage.clear();
    store = new DraftStore(sessionStorage, () => account);
  });

  it('gives a draft back under its own patient', () => {
    store.save(maria, 'ROSSI MARIA', 'prescription', { lines: ['a'] });
    expect(store.load(maria, 'prescription')).toEqual({ lines: ['a'] });
  });

  it('never shows a draft under another patient', () => {
    store.save(maria, 'ROSSI MARIA', 'prescription', { lines: ['a'] });
    expect(store.load(mario, 'prescription')).toBeUndefined();
  });

  it('refuses what lies under the wrong key', () => {
    store.save(maria, 'ROSSI MARIA', 'prescription', { lines: ['a'] });
    const stored = sessionStorage.getItem(`curante.draft.doctor.${maria}.prescription`);
    sessionStorage.setItem(`curante.draft.doctor.${mario}.prescription`, stored ?? '');
    expect(store.load(mario, 'prescription')).toBeUndefined();
  });

  it('keeps users apart', () => {
    store.save(maria, 'ROSSI MARIA', 'prescription', { lines: ['a'] });
    account = 'substitute';
    expect(store.load(maria, 'prescription')).toBeUndefined();
    expect(store.pending()).toEqual([]);
  });

  it('keeps kinds apart and lists what is unfinished', () => {
    store.save(maria, 'ROSSI MARIA', 'prescription', { lines: [] });
    store.save(mario, 'BIANCHI MARIO', 'contact', { text: 'x' });
    expect(store.load(maria, 'contact')).toBeUndefined();
    expect(store.pending().map((one) => one.label)).toEqual(['BIANCHI MARIO', 'ROSSI MARIA']);
  });

  it('forgets on discard and on sign-out', () => {
    store.save(maria, 'ROSSI MARIA', 'prescription', {});
    store.save(mario, 'BIANCHI MARIO', 'prescription', {});
    store.discard(maria, 'prescription');
    expect(store.pending().map((one) => one.patient)).toEqual([mario]);
    store.clear();
    expect(store.pending()).toEqual([]);
  });

  it('survives a spoilt entry', () => {
    sessionStorage.setItem(`curante.draft.doctor.${maria}.prescription`, '{broken');
    expect(store.load(maria, 'prescription')).toBeUndefined();
    expect(store.pending()).toEqual([]);
  });

  it('refuses a draft without a patient', () => {
    expect(() => store.save('', '', 'prescription', {})).toThrow('needs a patient');
  });
});
