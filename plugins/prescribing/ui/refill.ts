// SPDX-License-Identifier: Apache-2.0
import { call } from '@curante/shell';
import type { chart, formulary, prescribing } from '@curante/contracts';
import type { EditDraft, EditLine } from './draft';
import { drugOf } from './drug-finder';
import { addUnder, exemptionAgain, isValid, type Wanting } from './exemption';
import { editLine, newDrugLine, serviceText } from './lines';
import { serviceOf } from './service-finder';

/** A line from elsewhere, with what formulary or nomenclature say of it today. */
export async function lineOf(line: Partial<prescribing.DraftLine>, text: string): Promise<EditLine> {
  if (line.kind === 'service') {
    const service = await serviceOf(line.service_code ?? '', line.catalogue_code);
    return editLine(line, { text: service ? serviceText(service) : text || (line.service_code ?? ''), service });
  }
  const drug = await drugOf(line.aic ?? '');
  // By its pack or by its group is a question only where there is a group.
  if (drug && !drug.group_code) line = { ...line, by_active_substance: true };
  // A note that has ceased since asks for nothing; where others took its place, one is chosen anew.
  if (drug && line.aifa_note && !drug.notes.some((note) => note.code === line.aifa_note)) {
    line = { ...line, aifa_note: '' };
  }
  return editLine(line, { text: text || (drug ? `${drug.name} ${drug.pack}` : (line.aic ?? '')), drug });
}

/** The drug as long as the formulary has it, and its newest line of a patient. */
interface Renewal {
  therapy: chart.Therapy;
  past: prescribing.LastLine | undefined;
}

/** With the newest line of each therapy; of one that was never renewed, the newest of its substance. */
async function renewalsOf(patient: string, therapies: chart.Therapy[]): Promise<Renewal[]> {
  if (therapies.length === 0) return [];
  const { lines } = await call('prescribing/1', 'ListLastLines', {
    patient,
    therapies: therapies.map((one) => one.id),
    atcs: therapies.map((one) => one.atc).filter(Boolean),
  });
  return therapies.map((therapy) => ({
    therapy,
    past:
      lines.find(({ line }) => line.therapy === therapy.id) ??
      lines.find(({ line }) => therapy.atc !== '' && line.atc === therapy.atc),
  }));
}

/**
 * A line that renews a therapy: pack, quantity and posology are the chart's, what was decided besides
 * is the last recipe's. What belonged to another pack, or another substance, is not taken over.
 */
function renewalLine({ therapy, past }: Renewal): Partial<prescribing.DraftLine> {
  const line: Partial<prescribing.DraftLine> = {
    aic: therapy.aic,
    quantity: therapy.packs,
    posology: therapy.posology,
    aifa_note: therapy.aifa_note,
    therapy: therapy.id,
  };
  const samePack = past?.line.aic === therapy.aic;
  const sameSubstance = samePack || (therapy.atc !== '' && past?.line.atc === therapy.atc);
  if (!past || !sameSubstance) return line;
  const { line: before } = pastLine(past, past.line);
  const { white, repeatable, one_pack_only, therapeutic_plan } = before;
  Object.assign(line, { white, repeatable, one_pack_only, therapeutic_plan });
  // Who pays under no note pays outside of it; else the chart's note stands, and the last one for none.
  line.aifa_note = white ? before.aifa_note : therapy.aifa_note || before.aifa_note;
  if (!samePack) return line;
  const { by_active_substance, not_replaceable, not_replaceable_reason_code } = before;
  return { ...line, by_active_substance, not_replaceable, not_replaceable_reason_code };
}

/** Adds a line for each therapy that the draft does not renew yet. */
export async function addRenewals(
  draft: EditDraft,
  therapies: chart.Therapy[],
  exemptions: chart.Exemption[],
): Promise<EditDraft> {
  const wanted = therapies.filter((one) => !draft.lines.some((line) => line.therapy === one.id));
  const renewals = await renewalsOf(draft.patient, wanted);
  const wanting = await Promise.all(
    renewals.map(async (one) => ({
      line: await lineOf(renewalLine(one), one.therapy.drug_text),
      exemption: exemptionAgain(one.past, exemptions),
    })),
  );
  return addUnder(draft, wanting);
}

/** A drug to add, under the exemption that its substance had the last time if that still counts. */
export async function drugToAdd(
  patient: string,
  drug: formulary.Drug,
  exemptions: chart.Exemption[],
): Promise<Wanting> {
  const line = newDrugLine(drug);
  const asks = exemptions.some((one) => isValid(one));
  const past = asks ? await lastOf(patient, drug.atc) : undefined;
  return { line, exemption: exemptionAgain(past, exemptions) };
}

/** Undefined also when nobody answers: then the rules tell of exemptions that are not used. */
async function lastOf(patient: string, atc: string): Promise<prescribing.LastLine | undefined> {
  if (!atc) return undefined;
  return call('prescribing/1', 'ListLastLines', { patient, atcs: [atc] }).then(
    (found) => found.lines[0],
    () => undefined,
  );
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
  recipe: PastRecipe;
}

type PastRecipe = Pick<prescribing.RecipeView, 'kind' | 'state' | 'exemption'> & {
  priority?: string;
};

function pastLine(recipe: PastRecipe, line: prescribing.Line): PastLine {
  const service = line.kind === 'service';
  // Of one that was imported nobody knows whether it went by its group.
  const by_group = line.group_code !== '' || recipe.state === 'past';
  return {
    text: service ? line.service_text : line.drug_text,
    recipe,
    line: {
      kind: line.kind,
      quantity: line.quantity,
      aic: line.aic,
      by_active_substance: service || line.not_replaceable || by_group,
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
      priority: recipe.priority ?? '',
      notes: line.notes,
      first_access: line.first_access,
      other_access: line.other_access,
      televisit: line.televisit,
      sessions: line.sessions,
      lea_note: line.lea_note,
      lea_condition: line.lea_condition,
      lea_appropriateness: line.lea_appropriateness,
      lea_pathology: line.lea_pathology,
    },
  };
}

/**
 * Lines of one pack, or of one service, on several recipes become one line again. Not those of a cycle:
 * several rows are several cycles, and whoever wants one longer cycle says so.
 */
function joined(lines: PastLine[]): PastLine[] {
  const known = new Map<string, PastLine>();
  for (const one of lines) {
    const { aic, service_code, catalogue_code, priority, notes } = one.line;
    const service = `${service_code} ${catalogue_code} ${priority} ${notes}`;
    const cycle = one.line.sessions ? `cycle ${known.size}` : '';
    const key = `${aic || service} ${one.recipe.kind} ${one.recipe.exemption} ${cycle}`;
    const before = known.get(key);
    const quantity = (one.line.quantity ?? 1) + (before?.line.quantity ?? 0);
    known.set(key, { ...one, ...before, line: { ...(before ?? one).line, quantity } });
  }
  return [...known.values()];
}

/**
 * What an earlier prescription said of all its lines, for a draft that says nothing yet. What was true
 * of that day is left behind: visit, stay in hospital and paper. Exemptions are of its recipes.
 */
function headOf(earlier: prescribing.Prescription): Partial<EditDraft> {
  const { diagnosis_code, diagnosis_text, suggested, obscured } = earlier;
  const { patient_kind, foreign, sasn_card, sasn_company } = earlier;
  const head = { exemption: '', diagnosis_code, diagnosis_text, suggested };
  return { ...head, obscured, patient_kind, foreign, sasn_card, sasn_company };
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
  const wanting = await Promise.all(
    joined(past).map(async (one) => ({
      line: await lineOf(one.line, one.text),
      exemption: exemptionAgain(one.recipe, exemptions),
    })),
  );
  const head = draft.lines.length === 0 ? headOf(earlier) : {};
  return addUnder({ ...draft, ...head }, wanting);
}
