// SPDX-License-Identifier: Apache-2.0
import { format } from '@curante/shell';
import type { formulary, prescribing, terminology } from '@curante/contracts';
import type { EditDraft, EditLine } from './draft';

/** A line with every member at the contract's own default. */
export function blankLine(): prescribing.DraftLine {
  return {
    aic: '',
    by_active_substance: true,
    quantity: 1,
    posology: '',
    aifa_note: '',
    not_replaceable: false,
    not_replaceable_reason_code: '',
    therapy: '',
    kind: 'drug',
    service_code: '',
    catalogue_code: '',
    priority: '',
    notes: '',
    first_access: false,
    televisit: false,
    sessions: 0,
    therapeutic_plan: '',
    white: false,
    repeatable: true,
    one_pack_only: false,
    exemption: null,
    lea_note: '',
    lea_condition: '',
    lea_appropriateness: '',
    lea_pathology: '',
    other_access: false,
  };
}

export function editLine(
  line: Partial<prescribing.DraftLine>,
  shown: Pick<EditLine, 'text'> & Partial<Pick<EditLine, 'drug' | 'service'>>,
): EditLine {
  return {
    ...blankLine(),
    ...line,
    key: crypto.randomUUID(),
    drug: undefined,
    service: undefined,
    ...shown,
  };
}

export function drugText(drug: formulary.Drug): string {
  return `${drug.name} ${drug.pack}`;
}

/** Of one whose price is not known nothing is said: «0,00 €» would be a price. */
export function priceOf({ price }: Pick<formulary.Drug, 'price'>): string {
  return price > 0 ? format.euro(price) : '';
}

/** Under no note: whether the patient meets its condition is the doctor's to say, also of a single one. */
export function newDrugLine(drug: formulary.Drug): EditLine {
  return editLine({ aic: drug.aic }, { text: drugText(drug), drug });
}

/** As the region's catalogue calls it, where it does. */
export function serviceText(service: terminology.OutpatientService): string {
  return service.catalogue_text || service.text;
}

export function newServiceLine(service: terminology.OutpatientService): EditLine {
  return editLine(
    {
      kind: 'service',
      service_code: service.code,
      catalogue_code: service.catalogue_code,
      sessions: service.cyclic ? 1 : 0,
    },
    { text: serviceText(service), service },
  );
}

/**
 * Keys of the lines at the patient's own charge: because the doctor says so, or because the rules do of a
 * draft that had these lines.
 */
export function whiteLines(draft: EditDraft, ruled: prescribing.WhiteLine[]): ReadonlySet<string> {
  const said = new Set(ruled.map((one) => one.line));
  return new Set(
    draft.lines.filter((line, at) => line.white || said.has(at + 1)).map((line) => line.key),
  );
}

/** The line as a template keeps it: without what is one patient's alone. */
export function templateLine(line: EditLine): prescribing.DraftLine {
  const { key: _key, text: _text, drug: _drug, service: _service, ...kept } = line;
  return { ...kept, therapy: '', therapeutic_plan: '', exemption: null };
}
