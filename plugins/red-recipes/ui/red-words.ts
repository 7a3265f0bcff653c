// SPDX-License-Identifier: Apache-2.0
import type { red_recipes } from '@curante/contracts';
import type { Tone } from '@curante/shell';

export type Form = red_recipes.Form;
export type SentFile = red_recipes.SentFile;
export type FormState = Form['state'];
export type FileState = SentFile['outcome'];

export const formStates: FormState[] = [
  'unconfirmed',
  'queued',
  'sending',
  'sent',
  'refused',
  'attention',
  'cancelling',
  'cancelled',
  'not_cancelled',
];
/** The five answers of the ministry, and that none is there yet. */
export const fileStates: FileState[] = [
  'unknown',
  'waiting',
  'clean',
  'warnings',
  'errors',
  'discarded',
];

const formTones: Record<FormState, Tone> = {
  unconfirmed: 'amber',
  queued: 'blue',
  sending: 'blue',
  sent: 'green',
  refused: 'red',
  attention: 'amber',
  cancelling: 'blue',
  cancelled: 'grey',
  not_cancelled: 'red',
};
const fileTones: Record<FileState, Tone> = {
  unknown: 'grey',
  waiting: 'blue',
  clean: 'green',
  warnings: 'amber',
  errors: 'red',
  discarded: 'red',
};
const sendingTones: Record<SentFile['sending'], Tone> = {
  sending: 'blue',
  uncertain: 'amber',
  attention: 'amber',
  sent: 'green',
  refused: 'red',
};

export function toneOfForm(form: Pick<Form, 'state'>): Tone {
  return formTones[form.state];
}
export function toneOfOutcome(outcome: FileState): Tone {
  return fileTones[outcome];
}
export function toneOfSending(sending: SentFile['sending']): Tone {
  return sendingTones[sending];
}

/** What may be done with a form by who may prescribe. One whose cancellation failed can only be cancelled. */
const voids: FormState[] = ['cancelling', 'cancelled', 'not_cancelled'];

export function canReprint(form: Pick<Form, 'state' | 'code' | 'spoilt'>): boolean {
  return form.code !== '' && !form.spoilt && !voids.includes(form.state);
}
/** Of one to be verified it is said first that it is not there: `answersOf`. */
export function canSendAgain(form: Pick<Form, 'state' | 'spoilt'>): boolean {
  return !form.spoilt && form.state === 'refused';
}
/** What a person may have found on the ministry's own site, by the name of its texts. */
export type Answer = 'there' | 'absent' | 'gone';
export function answersOf(form: Pick<Form, 'state' | 'to_find' | 'spoilt'>): Answer[] {
  if (!form.to_find) return [];
  if (form.state === 'not_cancelled' || form.spoilt) return ['gone'];
  return ['there', 'absent'];
}
export function canCancel(form: Pick<Form, 'state' | 'code'>): boolean {
  return form.code !== '' && form.state !== 'cancelling' && form.state !== 'cancelled';
}

/** Whom a file that stands still concerns: the doctor whose access it goes with, and the practice's staff. */
export function concernsUser(file: Pick<SentFile, 'doctor'>, account: string, prescribes: boolean): boolean {
  return !prescribes || file.doctor === account;
}
