// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import it_texts from './it.json';
import {
  canAskDispensing,
  canDecide,
  canPrint,
  canWithdraw,
  isInDoubt,
  newsOf,
  redNewsOf,
  stateText,
  toneOf,
  withdrawText,
} from './recipe-state';

describe('a recipe that stays valid after a refused withdrawal', () => {
  const recipe = { state: 'accepted', problem: 'annullamento rifiutato', red_trouble: 'none' } as const;

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

describe('a recipe on a red form', () => {
  const printed = {
    state: 'printed',
    kind: 'drugs',
    paper_code: '120261234567008',
    problem: '',
    red_trouble: 'none',
  } as const;

  it('is not called printed before it is on one', () => {
    const waiting = { ...printed, paper_code: '', problem: 'blocchetto esaurito' };
    expect(stateText(waiting)).toBe('state-unprinted');
    expect(stateText({ ...waiting, kind: 'white' })).toBe('state-printed');
    expect((it_texts as Record<string, string>)['state-unprinted']).toBeTruthy();
  });

  it('can be given up before it is on one, and then there is no sheet to take back', () => {
    const waiting = { ...printed, paper_code: '', nre: '', undecided: false };
    expect(canWithdraw(waiting)).toBe(true);
    expect(withdrawText(waiting)).toBe('withdraw-unprinted-text');
    expect((it_texts as Record<string, string>)['withdraw-unprinted-text']).not.toContain('ritirare il foglio');
    expect(canWithdraw(printed)).toBe(false);
    expect(canWithdraw({ ...waiting, kind: 'white' })).toBe(false);
  });

  it('is well until the ministry says otherwise', () => {
    expect(toneOf(printed)).toBe('green');
    expect(stateText(printed)).toBe('state-printed');
    expect(toneOf({ ...printed, problem: 'non ancora stampata' })).toBe('amber');
  });

  it('says by colour and word what became of its form', () => {
    const texts = it_texts as Record<string, string>;
    for (const [red_trouble, tone] of [
      ['refused', 'red'],
      ['attention', 'amber'],
      ['not_cancelled', 'red'],
    ] as const) {
      expect(toneOf({ ...printed, red_trouble })).toBe(tone);
      expect(texts[stateText({ ...printed, red_trouble })]).toBeTruthy();
    }
  });
});

it('gives no paper of a withdrawn recipe', () => {
  expect(canPrint({ state: 'accepted', document: 'x' })).toBe(true);
  expect(canPrint({ state: 'withdrawn', document: 'x' })).toBe(false);
  expect(canPrint({ state: 'withdrawing', document: 'x' })).toBe(false);
  expect(canPrint({ state: 'accepted', document: '' })).toBe(false);
});

it('asks after what the service has, and after nothing else', () => {
  expect(canAskDispensing('accepted')).toBe(true);
  expect(canAskDispensing('waiting')).toBe(false);
  expect(canAskDispensing('printed')).toBe(false);
  expect(canAskDispensing('withdrawn')).toBe(false);
});

it('takes the wish to withdraw one in doubt, and of none that is settled', () => {
  const ssn = { kind: 'drugs', paper_code: '' } as const;
  for (const state of ['accepted', 'waiting', 'checking', 'attention'] as const) {
    expect(canWithdraw({ ...ssn, state })).toBe(true);
  }
  for (const state of ['withdrawing', 'withdrawn', 'refused', 'past', 'printed'] as const) {
    expect(canWithdraw({ ...ssn, state, paper_code: state === 'printed' ? 'C1' : '' })).toBe(false);
  }
  const known = { nre: '1200A4000000001', undecided: false };
  expect(withdrawText({ ...ssn, ...known, state: 'accepted' })).toBe('withdraw-text');
  expect(withdrawText({ ...ssn, ...known, state: 'checking' })).toBe('withdraw-doubt-text');
  expect(isInDoubt({ ...known, state: 'checking', nre: '' })).toBe(true);
  expect(isInDoubt({ ...known, state: 'attention' })).toBe(true);
  expect(isInDoubt({ ...known, state: 'attention', nre: '' })).toBe(false);
  expect(isInDoubt({ state: 'attention', nre: '', undecided: true })).toBe(true);
  expect(isInDoubt({ ...known, state: 'accepted' })).toBe(false);
});

it('lets a person decide where there is a number to look up, or the channel asks of any', () => {
  const doubtful = {
    state: 'attention',
    nre: '1200A4000000001',
    kind: 'drugs',
    undecided: false,
  } as const;
  expect(canDecide(doubtful)).toBe(true);
  expect(canDecide({ ...doubtful, kind: 'services' })).toBe(true);
  expect(canDecide({ ...doubtful, kind: 'white' })).toBe(false);
  expect(canDecide({ ...doubtful, nre: '' })).toBe(false);
  expect(canDecide({ ...doubtful, nre: '', undecided: true })).toBe(true);
  expect(canDecide({ ...doubtful, kind: 'white', nre: '', undecided: true })).toBe(false);
  expect(canDecide({ ...doubtful, state: 'checking' })).toBe(false);
});

describe('a red form at the ministry', () => {
  it('is told as sent, then as taken; its trouble is told elsewhere', () => {
    expect(redNewsOf({ state: 'sent', outcome: 'waiting' })).toBe('told-red-sent');
    expect(redNewsOf({ state: 'sent', outcome: 'unknown' })).toBe('told-red-sent');
    expect(redNewsOf({ state: 'sent', outcome: 'clean' })).toBe('told-red-taken');
    expect(redNewsOf({ state: 'sent', outcome: 'warnings' })).toBe('told-red-taken');
    expect(redNewsOf({ state: 'sent', outcome: 'errors' })).toBe('');
    expect(redNewsOf({ state: 'refused', outcome: 'discarded' })).toBe('');
    expect(redNewsOf({ state: 'queued', outcome: 'unknown' })).toBe('');
  });
});
