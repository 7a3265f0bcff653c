// SPDX-License-Identifier: Apache-2.0
import type { prescribing, recipe_transmitter, red_recipes } from '@curante/contracts';
import type { Tone } from '@curante/shell';
import { waitsForItsForm } from './red-state';

export type State = prescribing.RecipeView['state'];

type News =
  | 'told-accepted'
  | 'told-not-withdrawn'
  | 'told-refused'
  | 'told-withdrawn'
  | 'told-attention'
  | 'told-waiting';

const tones: Record<State, Tone> = {
  waiting: 'blue',
  checking: 'blue',
  attention: 'amber',
  accepted: 'green',
  refused: 'red',
  withdrawing: 'blue',
  withdrawn: 'grey',
  past: 'grey',
  printed: 'green',
};

type Dispensing = recipe_transmitter.DispensingView['state'];

const dispensingTones: Record<Dispensing, Tone> = {
  unknown: 'grey',
  to_dispense: 'blue',
  taken: 'amber',
  dispensed: 'green',
  partly_dispensed: 'amber',
  suspended: 'amber',
  annulled: 'grey',
  expired: 'red',
};

export function dispensingTone(state: Dispensing): Tone {
  return dispensingTones[state];
}

/** Whoever dispenses knows only of what the service has accepted. */
export function canAskDispensing(state: State): boolean {
  return state === 'accepted' || state === 'past';
}

/**
 * An accepted recipe with a problem (its withdrawal was refused) is not simply well; nor is one on paper
 * that has no form yet, or whose form the ministry does not hold for what it is here.
 */
export function toneOf(recipe: Pick<prescribing.RecipeView, 'state' | 'problem' | 'red_trouble'>): Tone {
  if (recipe.red_trouble !== 'none') return recipe.red_trouble === 'attention' ? 'amber' : 'red';
  const done = recipe.state === 'accepted' || recipe.state === 'printed';
  return done && recipe.problem ? 'amber' : tones[recipe.state];
}

/** The text that names where a recipe stands. One that waits for its red form is on no paper. */
export function stateText(
  recipe: Pick<prescribing.RecipeView, 'state' | 'kind' | 'paper_code' | 'red_trouble'>,
):
  | `state-${State}`
  | 'state-unprinted'
  | `state-red-${Exclude<prescribing.RecipeView['red_trouble'], 'none'>}` {
  if (recipe.red_trouble !== 'none') return `state-red-${recipe.red_trouble}`;
  return waitsForItsForm(recipe) ? 'state-unprinted' : `state-${recipe.state}`;
}

/** The paper of a recipe that no pharmacy will dispense, or soon none, is not for handing out. */
export function canPrint(recipe: Pick<prescribing.RecipeView, 'state' | 'document'>): boolean {
  return recipe.document !== '' && recipe.state !== 'withdrawn' && recipe.state !== 'withdrawing';
}

/** What to say aloud when a recipe came from `before` to its state; empty for nothing. */
export function newsOf(
  before: State | undefined,
  recipe: Pick<prescribing.RecipeView, 'state' | 'problem'>,
): News | '' {
  if (before === recipe.state) return '';
  switch (recipe.state) {
    case 'accepted':
      return before === 'withdrawing' ? 'told-not-withdrawn' : 'told-accepted';
    case 'refused':
      return 'told-refused';
    case 'withdrawn':
      return 'told-withdrawn';
    case 'attention':
      return 'told-attention';
    case 'waiting':
      return recipe.problem ? 'told-waiting' : '';
    default:
      return '';
  }
}

/** What to say aloud of a form that the ministry was sent; its trouble is told by the recipe's own events. */
export function redNewsOf(
  form: Pick<red_recipes.Form, 'state' | 'outcome'>,
): 'told-red-sent' | 'told-red-taken' | '' {
  if (form.state !== 'sent') return '';
  switch (form.outcome) {
    case 'unknown':
    case 'waiting':
      return 'told-red-sent';
    case 'clean':
    case 'warnings':
      return 'told-red-taken';
    default:
      return '';
  }
}

/** True while the recipe will still change by itself. */
export function isMoving(state: State): boolean {
  return state === 'waiting' || state === 'checking' || state === 'withdrawing';
}

/**
 * Of one in doubt the wish is kept: it is annulled as soon as it is known to be there. One on no red form
 * yet can be given up; what is on one is cancelled in «Ricette rosse».
 */
export function canWithdraw(
  recipe: Pick<prescribing.RecipeView, 'state' | 'kind' | 'paper_code'>,
): boolean {
  if (waitsForItsForm(recipe)) return true;
  return ['accepted', 'waiting', 'checking', 'attention'].includes(recipe.state);
}

/** The text that asks whether it is to be withdrawn: it says what that does. */
export function withdrawText(
  recipe: Pick<prescribing.RecipeView, 'state' | 'kind' | 'paper_code' | 'nre' | 'undecided'>,
): 'withdraw-text' | 'withdraw-doubt-text' | 'withdraw-unprinted-text' {
  if (waitsForItsForm(recipe)) return 'withdraw-unprinted-text';
  return isInDoubt(recipe) ? 'withdraw-doubt-text' : 'withdraw-text';
}

/** It may be at the service already, and nobody knows. */
export function isInDoubt(
  recipe: Pick<prescribing.RecipeView, 'state' | 'nre' | 'undecided'>,
): boolean {
  const asked = recipe.nre !== '' || recipe.undecided;
  return recipe.state === 'checking' || (recipe.state === 'attention' && asked);
}

/**
 * A person can look it up and say whether it is there: by its number, or of one whose number nobody knows
 * whether it is there at all. A white one is decided with the access.
 */
export function canDecide(
  recipe: Pick<prescribing.RecipeView, 'state' | 'nre' | 'kind' | 'undecided'>,
): boolean {
  const asked = recipe.nre !== '' || recipe.undecided;
  return recipe.state === 'attention' && asked && recipe.kind !== 'white';
}

export function canRetry(state: State): boolean {
  return state === 'waiting' || state === 'checking' || state === 'attention';
}
