// SPDX-License-Identifier: Apache-2.0
import type { prescribing } from '@curante/contracts';
import type { Tone } from '@curante/shell';

export type State = prescribing.RecipeView['state'];

const tones: Record<State, Tone> = {
  waiting: 'blue',
  checking: 'blue',
  attention: 'amber',
  accepted: 'green',
  refused: 'red',
  withdrawing: 'blue',
  withdrawn: 'grey',
  past: 'grey',
};

export function toneOf(state: State): Tone {
  return tones[state];
}

/** True while the recipe will still change by itself. */
export function isMoving(state: State): boolean {
  return state === 'waiting' || state === 'checking' || state === 'withdrawing';
}

export function canWithdraw(state: State): boolean {
  return state === 'accepted' || state === 'waiting' || state === 'attention';
}

export function canRetry(state: State): boolean {
  return state === 'waiting' || state === 'checking' || state === 'attention';
}
