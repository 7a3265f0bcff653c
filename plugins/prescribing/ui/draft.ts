// SPDX-License-Identifier: Apache-2.0
import type { formulary, prescribing, terminology } from '@curante/contracts';
import type { Input } from '@curante/shell';
import { trimmedCover } from './cover';

/** A line as the screen holds it: what will be sent, and what it shows of it. */
export interface EditLine extends prescribing.DraftLine {
  /** Tells lines apart while they move; never sent. */
  key: string;
  /** What the drug or the service is called. */
  text: string;
  /** As the formulary has it; undefined of a service, and when it is there no longer. */
  drug: formulary.Drug | undefined;
  /** As the nomenclature has it; undefined of a drug, and when it is there no longer. */
  service: terminology.OutpatientService | undefined;
}

/** Why a warning is passed over, tied to its line and not to the line's number. */
export interface EditOverride {
  code: string;
  key: string;
  /** What the warning said: the reason is good for nothing else. */
  text: string;
  reason: string;
}

/** From hand to hand: what staff tell the doctor, or who prepared what the doctor opened. */
export interface Handover {
  /** Account of the doctor it is prepared for; empty: the patient's. */
  doctor: string;
  note: string;
  /** Who prepared it; empty: nobody, it was begun here. */
  by: string;
}

export interface EditDraft extends Omit<prescribing.Draft, 'lines' | 'overrides'> {
  lines: EditLine[];
  overrides: EditOverride[];
  handover: Handover;
  /** `open`: being written. `unknown`: sent, and no answer came; not to be changed any more. */
  sending: 'open' | 'unknown';
}

/** The id is made here, once: sending the same draft twice issues it once. */
export function newDraft(patient: string): EditDraft {
  return {
    id: crypto.randomUUID(),
    patient,
    exemption: '',
    diagnosis_code: '',
    diagnosis_text: '',
    home_visit: false,
    obscured: false,
    suggested: false,
    hospital_stay: false,
    lines: [],
    overrides: [],
    patient_kind: '',
    foreign: null,
    sasn_card: '',
    sasn_company: '',
    on_paper: false,
    delivery: '',
    handover: { doctor: '', note: '', by: '' },
    sending: 'open',
  };
}

export function removeLine(draft: EditDraft, key: string): EditDraft {
  return {
    ...draft,
    lines: draft.lines.filter((line) => line.key !== key),
    overrides: draft.overrides.filter((one) => one.key !== key),
  };
}

/** A changed line is a new case: what was said to pass over its warnings holds no longer. */
export function changeLine(draft: EditDraft, key: string, patch: Partial<EditLine>): EditDraft {
  const clinical = Object.keys(patch).some((name) => name !== 'posology' && name !== 'notes');
  return {
    ...draft,
    lines: draft.lines.map((line) => (line.key === key ? { ...line, ...patch } : line)),
    overrides: clinical ? draft.overrides.filter((one) => one.key !== key) : draft.overrides,
  };
}

export function override(
  draft: EditDraft,
  finding: prescribing.Finding,
  reason: string,
): EditDraft {
  const { code, text } = finding;
  const key = keyOf(draft, finding.line);
  const others = draft.overrides.filter((one) => one.code !== code || one.key !== key);
  return { ...draft, overrides: reason ? [...others, { code, key, text, reason }] : others };
}

/**
 * The draft without reasons for warnings that say something else by now: an allergy may have been
 * added under the same code, and nobody has passed over that one.
 */
export function keepSeen(draft: EditDraft, findings: prescribing.Finding[]): EditDraft {
  const overrides = draft.overrides.filter((one) =>
    findings.every(
      (finding) =>
        finding.code !== one.code ||
        keyOf(draft, finding.line) !== one.key ||
        finding.text === one.text,
    ),
  );
  return overrides.length === draft.overrides.length ? draft : { ...draft, overrides };
}

export function overrideOf(draft: EditDraft, code: string, key: string): string {
  return draft.overrides.find((one) => one.code === code && one.key === key)?.reason ?? '';
}

/** The key of the line a finding speaks of; empty for the whole draft. */
export function keyOf(draft: EditDraft, line: number): string {
  return draft.lines[line - 1]?.key ?? '';
}

/** The draft as the contract has it. */
export function toRequest(draft: EditDraft): Input<prescribing.Draft> {
  const { sending: _sending, handover: _handover, lines, overrides, ...head } = draft;
  return {
    ...head,
    diagnosis_text: head.diagnosis_text.trim(),
    foreign: trimmedCover(head.foreign ?? null),
    sasn_card: head.sasn_card.trim(),
    sasn_company: head.sasn_company.trim(),
    lines: lines.map(({ key: _key, text: _text, drug: _drug, service: _service, ...line }) => line),
    overrides: overrides
      .filter((one) => one.reason.trim())
      .map((one) => ({
        code: one.code,
        line: lines.findIndex((line) => line.key === one.key) + 1,
        reason: one.reason.trim(),
      })),
  };
}

export function isEmpty(draft: EditDraft): boolean {
  return draft.lines.length === 0 && !draft.diagnosis_text;
}

/** True when sending either would send the same. */
export function isSame(one: EditDraft, other: EditDraft): boolean {
  return JSON.stringify(toRequest(one)) === JSON.stringify(toRequest(other));
}
