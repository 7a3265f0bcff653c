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

/** Adds the lines of an earlier prescription; diagnosis and exemption too if the draft is new. */
export async function addRepeated(
  draft: EditDraft,
  earlier: prescribing.Prescription,
): Promise<EditDraft> {
  if (earlier.patient !== draft.patient) throw new Error('the prescription is of another patient');
  const lines = await Promise.all(
    earlier.recipes
      .flatMap((recipe) => recipe.lines)
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
