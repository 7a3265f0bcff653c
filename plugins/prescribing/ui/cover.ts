// SPDX-License-Identifier: Apache-2.0
import type { recipe_transmitter } from '@curante/contracts';
import type { EditDraft } from './draft';

/** Kinds of patient that are not simply of the SSN, as Sistema TS names them ("tipoRic"). */
export const patientKinds = ['UE', 'EE', 'NE', 'NA', 'ND', 'NX', 'ST'] as const;

/** The recipe names the state, the institution and the card of the insurance. */
export function abroad(kind: string): boolean {
  return kind === 'UE' || kind === 'EE' || kind === 'NE';
}

/** A seafarer from outside the Union may have a foreign card, too: the recipe names it where given. */
export function mayBeAbroad(kind: string): boolean {
  return abroad(kind) || kind === 'NX';
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

/** As it is sent: blanks around a text say nothing. */
export function trimmedCover(
  cover: recipe_transmitter.ForeignCover | null,
): recipe_transmitter.ForeignCover | null {
  if (!cover) return null;
  return {
    ...cover,
    state: cover.state.trim(),
    institution: cover.institution.trim(),
    personal_number: cover.personal_number.trim(),
    card_number: cover.card_number.trim(),
  };
}

function isBlank(cover: recipe_transmitter.ForeignCover | null): boolean {
  return !cover || Object.values(trimmedCover(cover) ?? {}).every((value) => !value);
}

/** Another kind of patient: what the one before asked for goes with it, so that nothing unseen is sent. */
export function turnKind(draft: EditDraft, kind: string): Partial<EditDraft> {
  return {
    patient_kind: kind,
    foreign: abroad(kind)
      ? (draft.foreign ?? { ...blankCover })
      : mayBeAbroad(kind) && !isBlank(draft.foreign)
        ? draft.foreign
        : null,
    sasn_card: atSea(kind) ? draft.sasn_card : '',
    sasn_company: atSea(kind) ? draft.sasn_company : '',
  };
}
