// SPDX-License-Identifier: Apache-2.0
import { call, showDocument, showDocuments } from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import { t } from './prescribing-texts';
import { isWhitePaper, numberOf } from './recipe-kind';
import { canPrint } from './recipe-state';

function headingOf(recipe: prescribing.RecipeView): string {
  if (recipe.paper_code) return t('red-of', { code: recipe.paper_code });
  return isWhitePaper(recipe) ? t('white-paper-of') : t('promemoria-of', { nre: numberOf(recipe) });
}

/** Shows the paper of a recipe; resolves once it is closed. `printed` is told when somebody prints it. */
export function showPromemoria(
  recipe: prescribing.RecipeView,
  patient: string,
  printed: () => void,
): Promise<void> {
  return showDocument(recipe.document, patient, headingOf(recipe), () => {
    if (recipe.paper_code) noteRed([recipe]);
    printed();
  });
}

/** Whoever prints red forms later leaves these out. That it is not noted does no more than offer them again. */
function noteRed(recipes: prescribing.RecipeView[]): void {
  void call('red-recipes/1', 'NotePrinted', { recipes: recipes.map((one) => one.id) }).catch(() => undefined);
}

/**
 * Shows red forms that were given their numbers in this order as one file: the order in which they lie in
 * the printer. Resolves once it is closed.
 */
export function showRedForms(recipes: prescribing.RecipeView[], patient: string): Promise<void> {
  const [first] = recipes;
  if (!first) return Promise.resolve();
  if (recipes.length === 1) return showPromemoria(first, patient, () => undefined);
  const codes = { count: recipes.length, first: first.paper_code, last: recipes.at(-1)?.paper_code ?? '' };
  return showDocuments(recipes.map((one) => one.document), patient, t('red-forms-of', codes), (which) =>
    noteRed(recipes.filter((one) => which.includes(one.document))),
  );
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
