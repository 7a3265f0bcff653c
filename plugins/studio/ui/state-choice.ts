// SPDX-License-Identifier: Apache-2.0
// Which recipes of the past are shown, by where they stand.
import type { studio } from '@curante/contracts';

type State = studio.Row['state'];

export const stateChoices = {
  all: [],
  kept: ['waiting', 'checking', 'attention', 'accepted', 'refused', 'withdrawing', 'past', 'printed'],
  open: ['waiting', 'checking', 'attention', 'withdrawing'],
  accepted: ['accepted'],
  printed: ['printed'],
  refused: ['refused'],
  withdrawn: ['withdrawn'],
} as const satisfies Record<string, readonly State[]>;

/** With these come those that need a hand, whatever their state: nothing hides what waits for a person. */
export function withOpen(choice: StateChoice): boolean {
  return choice === 'kept' || choice === 'open';
}

export type StateChoice = keyof typeof stateChoices;

/** Withdrawn for good: the ministry may still hold the red form of one for a valid one. */
export function isPutAway(row: Pick<studio.Row, 'state' | 'needs_hand'>): boolean {
  return row.state === 'withdrawn' && !row.needs_hand;
}
