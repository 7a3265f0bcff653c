// SPDX-License-Identifier: Apache-2.0
import { call, showDocument, showDocuments } from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import { t } from './prescribing-texts';
import { numberOf } from './recipe-kind';
import { canPrint } from './recipe-state';

/** Shows the paper of a recipe; resolves once it is closed. `printed` is told when somebody prints it. */
export function showPromemoria(
  recipe: prescribing.RecipeView,
  patient: string,
  printed: () => void,
): Promise<void> {
  return showDocument(recipe.document, patient, t('promemoria-of', { nre: numberOf(recipe) }), printed);
}

/** What comes out of the same printer: a red form is printed on its own pad. */
export function papersOf(prescription: prescribing.Prescription): prescribing.RecipeView[] {
  return prescription.recipes.filter((one) => canPrint(one) && !one.paper_code);
}

/** Shows the papers of several recipes of a patient as one; `printed` is told of those that are printed. */
export function showPromemorias(
  recipes: prescribing.RecipeView[],
  patient: string,
  printed: (recipes: prescribing.RecipeView[]) => void,
): Promise<void> {
  const [only] = recipes;
  if (only && recipes.length === 1) return showPromemoria(only, patient, () => printed([only]));
  const documents = recipes.map((one) => one.document);
  return showDocuments(documents, patient, t('promemoria-all', { count: recipes.length }), (which) =>
    printed(recipes.filter((one) => which.includes(one.document))),
  );
}

/** Says that the paper is being handed out. Asked again with the same `request`, it is said once. */
export function sayPrinted(
  recipe: prescribing.RecipeView,
  patient: string,
  request: string,
): Promise<prescribing.RecipeView> {
  return call('prescribing/1', 'Deliver', { recipe: recipe.id, mode: 'print', request }, { patient });
}
