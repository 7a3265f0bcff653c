// SPDX-License-Identifier: Apache-2.0
import type { chart, prescribing } from '@curante/contracts';
import type { EditDraft, EditLine } from './draft';
import { drugOf } from './drug-finder';

async function lineOf(
  from: Pick<EditLine, 'aic' | 'drug_text'> & Partial<EditLine>,
): Promise<EditLine> {
  return {
    key: crypto.randomUUID(),
    by_active_substance: true,
    quantity: 1,
    posology: '',
    aifa_note: '',
    not_replaceable: false,
    not_replaceable_reason_code: '',
    therapy: '',
    drug: await drugOf(from.aic),
    ...from,
  };
}

/** Adds a line for each therapy that the draft does not renew yet. */
export async function addRenewals(
  draft: EditDraft,
  therapies: chart.Therapy[],
): Promise<EditDraft> {
  const wanted = therapies.filter((one) => !draft.lines.some((line) => line.therapy === one.id));
  const lines = await Promise.all(
    wanted.map((one) =>
      lineOf({
        aic: one.aic,
        drug_text: one.drug_text,
        quantity: one.packs,
        posology: one.posology,
        aifa_note: one.aifa_note,
        therapy: one.id,
      }),
    ),
  );
  return { ...draft, lines: [...draft.lines, ...lines] };
}

/** What there is to repeat: the recipe pointed at, else all but those that were taken back. */
function recipesOf(earlier: prescribing.Prescription, recipe: string): prescribing.RecipeView[] {
  if (recipe) return earlier.recipes.filter((one) => one.id === recipe);
  const kept = earlier.recipes.filter((one) => one.state !== 'withdrawn');
  return kept.length > 0 ? kept : earlier.recipes;
}

/** Lines of one pack on several recipes become one line again. */
function joined(lines: prescribing.Line[]): prescribing.Line[] {
  const packs = new Map<string, prescribing.Line>();
  for (const line of lines) {
    const before = packs.get(line.aic);
    const quantity = line.quantity + (before?.quantity ?? 0);
    packs.set(line.aic, { ...(before ?? line), quantity });
  }
  return [...packs.values()];
}

/**
 * Adds the lines of an earlier prescription, or of one `recipe` of it; diagnosis and exemption too
 * if the draft is new.
 */
export async function addRepeated(
  draft: EditDraft,
  earlier: prescribing.Prescription,
  recipe = '',
): Promise<EditDraft> {
  if (earlier.patient !== draft.patient) throw new Error('the prescription is of another patient');
  const lines = await Promise.all(
    joined(recipesOf(earlier, recipe).flatMap((one) => one.lines))
      .map((line) =>
        lineOf({
          aic: line.aic,
          drug_text: line.drug_text,
          quantity: line.quantity,
          posology: line.posology,
          aifa_note: line.aifa_note,
          not_replaceable: line.not_replaceable,
          not_replaceable_reason_code: line.not_replaceable_reason_code,
          therapy: line.therapy,
        }),
      ),
  );
  const fresh = draft.lines.length === 0;
  return {
    ...draft,
    exemption: fresh ? earlier.exemption : draft.exemption,
    diagnosis_code: fresh ? earlier.diagnosis_code : draft.diagnosis_code,
    diagnosis_text: fresh ? earlier.diagnosis_text : draft.diagnosis_text,
    lines: [...draft.lines, ...lines],
  };
}
