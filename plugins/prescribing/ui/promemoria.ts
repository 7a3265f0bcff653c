// SPDX-License-Identifier: Apache-2.0
import { call, showDocument } from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import { t } from './prescribing-texts';
import { numberOf } from './recipe-kind';

/** Shows the paper of a recipe; resolves once it is closed. `printed` is told when somebody prints it. */
export function showPromemoria(
  recipe: prescribing.RecipeView,
  patient: string,
  printed: () => void,
): Promise<void> {
  return showDocument(recipe.document, patient, t('promemoria-of', { nre: numberOf(recipe) }), printed);
}

/** Says that the paper is being handed out. Asked again with the same `request`, it is said once. */
export function sayPrinted(
  recipe: prescribing.RecipeView,
  patient: string,
  request: string,
): Promise<prescribing.RecipeView> {
  return call('prescribing/1', 'Deliver', { recipe: recipe.id, mode: 'print', request }, { patient });
}
