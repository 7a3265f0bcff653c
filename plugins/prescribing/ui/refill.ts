// SPDX-License-Identifier: Apache-2.0
import type { chart, prescribing } from '@curante/contracts';
import type { EditDraft, EditLine } from './draft';
import { drugOf } from './drug-finder';
import { isValid } from './exemption';
import { editLine } from './lines';
import { serviceOf } from './service-finder';

/** A line from elsewhere, with what formulary or nomenclature say of it today. */
export async function lineOf(line: Partial<prescribing.DraftLine>, text: string): Promise<EditLine> {
  if (line.kind === 'service') {
    const service = await serviceOf(line.service_code ?? '');
    return editLine(line, { text: service?.text ?? (text || (line.service_code ?? '')), service });
  }
  const drug = await drugOf(line.aic ?? '');
  return editLine(line, { text: text || (drug ? `${drug.name} ${drug.pack}` : (line.aic ?? '')), drug });
}

/** Adds a line for each therapy that the draft does not renew yet. */
export async function addRenewals(
  draft: EditDraft,
  therapies: chart.Therapy[],
): Promise<EditDraft> {
  const wanted = therapies.filter((one) => !draft.lines.some((line) => line.therapy === one.id));
  const lines = await Promise.all(
    wanted.map((one) =>
      lineOf(
        {
          aic: one.aic,
          quantity: one.packs,
          posology: one.posology,
          aifa_note: one.aifa_note,
          therapy: one.id,
        },
        one.drug_text,
      ),
    ),
  );
  return { ...draft, lines: [...draft.lines, ...lines] };
}

/** Adds the lines of a template; its diagnosis too if the draft has none. */
export async function addTemplate(
  draft: EditDraft,
  template: prescribing.Template,
): Promise<EditDraft> {
  const lines = await Promise.all(template.lines.map((line) => lineOf(line, '')));
  const free = !draft.diagnosis_code && !draft.diagnosis_text;
  return {
    ...draft,
    diagnosis_code: free ? template.diagnosis_code : draft.diagnosis_code,
    diagnosis_text: free ? template.diagnosis_text : draft.diagnosis_text,
    lines: [...draft.lines, ...lines],
  };
}

/** What there is to repeat: the recipe pointed at, else all but those that were taken back. */
function recipesOf(earlier: prescribing.Prescription, recipe: string): prescribing.RecipeView[] {
  if (recipe) return earlier.recipes.filter((one) => one.id === recipe);
  const kept = earlier.recipes.filter((one) => one.state !== 'withdrawn');
  return kept.length > 0 ? kept : earlier.recipes;
}

interface PastLine {
  line: Partial<prescribing.DraftLine>;
  text: string;
}

function pastLine(recipe: prescribing.RecipeView, line: prescribing.Line): PastLine {
  const service = line.kind === 'service';
  return {
    text: service ? line.service_text : line.drug_text,
    line: {
      kind: line.kind,
      quantity: line.quantity,
      aic: line.aic,
      by_active_substance: service || line.not_replaceable || line.group_code !== '',
      posology: line.posology,
      aifa_note: line.aifa_note,
      not_replaceable: line.not_replaceable,
      not_replaceable_reason_code: line.not_replaceable_reason_code,
      therapy: line.therapy,
      therapeutic_plan: line.therapeutic_plan,
      white: recipe.kind === 'white',
      repeatable: recipe.kind !== 'white' || line.repeatable,
      one_pack_only: line.repetitions === 1,
      service_code: line.service_code,
      catalogue_code: line.catalogue_code,
      priority: recipe.priority,
      notes: line.notes,
      first_access: line.first_access,
      televisit: line.televisit,
      sessions: line.sessions,
    },
  };
}

/** Lines of one pack, or of one service, on several recipes become one line again. */
function joined(lines: PastLine[]): PastLine[] {
  const known = new Map<string, PastLine>();
  for (const one of lines) {
    const key = one.line.aic || `${one.line.service_code} ${one.line.priority} ${one.line.notes}`;
    const before = known.get(key);
    const quantity = (one.line.quantity ?? 1) + (before?.line.quantity ?? 0);
    known.set(key, { ...one, ...before, line: { ...(before ?? one).line, quantity } });
  }
  return [...known.values()];
}

/**
 * What an earlier prescription said of all its lines, for a draft that says nothing yet. An exemption
 * that has run out since is left behind, and so is what was true of that day: visit and paper.
 */
function headOf(
  earlier: prescribing.Prescription,
  exemptions: chart.Exemption[],
): Partial<EditDraft> {
  const { diagnosis_code, diagnosis_text, suggested, obscured } = earlier;
  const { patient_kind, foreign, sasn_card, sasn_company } = earlier;
  const exempt = exemptions.some((one) => one.code === earlier.exemption && isValid(one));
  const exemption = exempt ? earlier.exemption : '';
  const head = { exemption, diagnosis_code, diagnosis_text, suggested, obscured };
  return { ...head, patient_kind, foreign, sasn_card, sasn_company };
}

/** Adds the lines of an earlier prescription, or of one `recipe` of it. */
export async function addRepeated(
  draft: EditDraft,
  earlier: prescribing.Prescription,
  exemptions: chart.Exemption[],
  recipe = '',
): Promise<EditDraft> {
  if (earlier.patient !== draft.patient) throw new Error('the prescription is of another patient');
  const past = recipesOf(earlier, recipe).flatMap((one) =>
    one.lines.map((line) => pastLine(one, line)),
  );
  const lines = await Promise.all(joined(past).map((one) => lineOf(one.line, one.text)));
  const head = draft.lines.length === 0 ? headOf(earlier, exemptions) : {};
  return { ...draft, ...head, lines: [...draft.lines, ...lines] };
}
