// SPDX-License-Identifier: Apache-2.0
// Red forms that have their numbers, printed in one go. Each number stands on its own sheet of the pad, so
// they come out in the order in which the numbers were taken: that is how the sheets lie in the printer.
import { askToConfirm, call, rememberPlace, showDocuments } from '@curante/shell';
import type { red_recipes, studio } from '@curante/contracts';
import { t } from './studio-texts';

/** On a sheet of the pad that is good. */
export function isRedForm(row: studio.Row): boolean {
  return row.document !== '' && row.on_red_form && row.state === 'printed';
}

/** Sheets of one printer, as they lie in it. */
export interface RedJob {
  printer: string;
  forms: red_recipes.Form[];
}

type Attempt = (work: () => Promise<void>) => unknown;

const isVoid = ({ state }: red_recipes.Form): boolean =>
  state === 'cancelling' || state === 'cancelled' || state === 'not_cancelled';

async function formsOf(rows: studio.Row[]): Promise<red_recipes.Form[]> {
  const forms = await Promise.all(
    rows.map(({ recipe }) => call('red-recipes/1', 'GetForm', { recipe })),
  );
  return forms.filter((form) => form.document !== '' && !isVoid(form));
}

/** One job for each printer; no number is taken by it. */
export function jobsOf(forms: red_recipes.Form[]): RedJob[] {
  const jobs = new Map<string, RedJob>();
  const inOrder = [...forms].sort(
    (a, b) => a.printed.localeCompare(b.printed) || a.code.localeCompare(b.code),
  );
  for (const form of inOrder) {
    const key = `${form.doctor} ${form.printer}`;
    const job = jobs.get(key) ?? { printer: form.printer, forms: [] };
    job.forms.push(form);
    jobs.set(key, job);
  }
  return [...jobs.values()];
}

/** Recipes of these that are on a form which nobody has printed yet. */
export async function unprinted(rows: studio.Row[]): Promise<string[]> {
  const forms = await formsOf(rows.filter(isRedForm));
  return forms.filter((form) => !form.put_on_paper).map((form) => form.recipe);
}

/**
 * Shows the forms of these rows, a file for each printer; before it, which sheets must lie in there.
 * Resolves once all is closed, or another page or chart is open; `told` hears which rows were printed.
 */
export async function showRedForms(
  rows: studio.Row[],
  attempt: Attempt,
  told: (printed: studio.Row[]) => void,
): Promise<void> {
  const here = rememberPlace();
  const forms = await formsOf(rows.filter(isRedForm));
  for (const job of jobsOf(forms)) {
    if (here()) await showJob(job, rows, attempt, told);
  }
}

/** Whoever prints later leaves these out. */
export async function noteRed(recipes: string[]): Promise<void> {
  await call('red-recipes/1', 'NotePrinted', { recipes });
}

async function showJob(
  { printer, forms }: RedJob,
  rows: studio.Row[],
  attempt: Attempt,
  told: (printed: studio.Row[]) => void,
): Promise<void> {
  const codes = forms.map((form) => `${form.code}  ${form.patient_name}`).join('\n');
  const ready = await askToConfirm({
    heading: t('red-sheets-heading', { printer }),
    text: t('red-sheets-text', { codes }),
    confirm: t('red-sheets-confirm'),
    decline: t('red-sheets-decline'),
  });
  if (!ready) return;
  const patients = new Set(forms.map((form) => form.patient));
  const only = patients.size === 1 ? forms[0]?.patient : undefined;
  const heading = t('red-sheets-of', { count: forms.length, printer });
  await showDocuments(
    forms.map((form) => form.document),
    only,
    heading,
    (documents) => {
      const recipes = forms.filter((form) => documents.includes(form.document)).map((form) => form.recipe);
      told(rows.filter((row) => recipes.includes(row.recipe)));
      attempt(() => noteRed(recipes));
    },
  );
}
