// SPDX-License-Identifier: Apache-2.0
import type { prescribing } from '@curante/contracts';

/** What can be printed on the red pad instead: never one of which nobody knows whether it was sent. */
export function canGoOnAsRed(
  recipe: Pick<prescribing.RecipeView, 'state' | 'kind' | 'paper_code'>,
): boolean {
  if (recipe.kind === 'white') return false;
  if (recipe.state === 'printed') return recipe.paper_code === '';
  return ['waiting', 'refused', 'attention'].includes(recipe.state);
}
