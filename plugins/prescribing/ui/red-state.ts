// SPDX-License-Identifier: Apache-2.0
import type { prescribing } from '@curante/contracts';

/** It was issued on the red pad and is on no form yet: no pad, or no printer, was there for it. */
export function waitsForItsForm(
  recipe: Pick<prescribing.RecipeView, 'state' | 'kind' | 'paper_code'>,
): boolean {
  return recipe.state === 'printed' && recipe.kind !== 'white' && recipe.paper_code === '';
}

/**
 * What can be printed on the red pad instead: never one of which nobody knows whether it was sent, nor one
 * that was prescribed again since: the patient would have it twice.
 */
export function canGoOnAsRed(
  recipe: Pick<prescribing.RecipeView, 'state' | 'kind' | 'paper_code' | 'repeated'>,
): boolean {
  if (recipe.kind === 'white' || recipe.repeated) return false;
  return waitsForItsForm(recipe) || ['waiting', 'refused', 'attention'].includes(recipe.state);
}

/**
 * What can be printed as the doctor's own paper instead of being sent: white, not where it may have been, and
 * not what was prescribed again since: the patient would have it twice.
 */
export function canGoOnAsPaper(
  recipe: Pick<prescribing.RecipeView, 'state' | 'kind' | 'repeated'>,
): boolean {
  return recipe.kind === 'white' && !recipe.repeated && ['waiting', 'refused', 'attention'].includes(recipe.state);
}
