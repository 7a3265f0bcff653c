// SPDX-License-Identifier: Apache-2.0
import type { recipe_transmitter } from '@curante/contracts';
import type { EditDraft } from './draft';

/** Kinds of patient that are not simply of the SSN, as Sistema TS names them ("tipoRic"). */
export const patientKinds = ['UE', 'EE', 'NE', 'NA', 'ND', 'NX', 'ST'] as const;

/** The recipe names the state, the institution and the card of the insurance. */
export function abroad(kind: string): boolean {
  return kind === 'UE' || kind === 'EE' || kind === 'NE';
}

/** The recipe names the SASN card and the company of a seafarer. */
export function atSea(kind: string): boolean {
  return kind === 'NA' || kind === 'ND' || kind === 'NX';
}

export const blankCover: recipe_transmitter.ForeignCover = {
  state: '',
  institution: '',
  personal_number: '',
  card_number: '',
  birth_date: null,
  card_until: null,
};

/** Another kind of patient: what the one before asked for goes with it, so that nothing unseen is sent. */
export function turnKind(draft: EditDraft, kind: string): Partial<EditDraft> {
  return {
    patient_kind: kind,
    foreign: abroad(kind) ? (draft.foreign ?? { ...blankCover }) : null,
    sasn_card: atSea(kind) ? draft.sasn_card : '',
    sasn_company: atSea(kind) ? draft.sasn_company : '',
  };
}
