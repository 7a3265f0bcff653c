// SPDX-License-Identifier: Apache-2.0
// What a person can do about a recipe, from whatever list it stands on.
import { announce, askToConfirm, awaitPaper, call, format, fullName, go, rememberPlace, session } from '@curante/shell';
import type { studio } from '@curante/contracts';
import { t } from './studio-texts';

/** How an element of the screen does something once, and shows what was refused. */
export type Act = <T>(deed: () => Promise<T>) => Promise<T | undefined>;

export function patientName({ patient }: { patient: studio.Row['patient'] }): string {
  return fullName(patient);
}

/** As the chart asks (recipe-state.ts): of what is on paper only one on no red form yet can be given up. */
function withdrawText(row: studio.Row): 'withdraw-text' | 'withdraw-doubt-text' | 'withdraw-unprinted-text' {
  if (row.state === 'printed') return 'withdraw-unprinted-text';
  return row.in_doubt ? 'withdraw-doubt-text' : 'withdraw-text';
}

/** True once its withdrawal has begun. */
export async function withdraw(row: studio.Row, act: Act): Promise<boolean> {
  const name = patientName(row);
  const birth = format.day(row.patient.birth_date);
  const sure = await askToConfirm({
    heading: t('withdraw-heading'),
    text: t(withdrawText(row), { name, birth, drugs: row.drugs, nre: row.number || '–' }),
    confirm: t('withdraw-confirm'),
    decline: t('withdraw-decline'),
    danger: true,
  });
  if (!sure || !session.may('prescription.issue')) return false;
  const done = await act(() =>
    call('prescribing/1', 'Withdraw', { recipe: row.recipe }, { patient: row.patient.id }),
  );
  if (done) announce(t('withdrawing', { name }));
  return done !== undefined;
}

/** True once nobody is reminded of it any more, or is again: that is taken back without asking. */
export async function markSeen(row: studio.Row, act: Act): Promise<boolean> {
  const name = patientName(row);
  const seen = !row.seen;
  if (seen) {
    const birth = format.day(row.patient.birth_date);
    const sure = await askToConfirm({
      heading: t('seen-heading'),
      text: t('seen-text', { name, birth, drugs: row.drugs, state: row.state_text }),
      confirm: t('seen-confirm'),
    });
    if (!sure) return false;
  }
  const done = await act(() =>
    // What became of it while it was looked at is still to be seen.
    call(
      'prescribing/1',
      'MarkSeen',
      { recipe: row.recipe, seen, ...(seen ? { changed: row.changed } : {}) },
      { patient: row.patient.id },
    ),
  );
  if (done) announce(t(seen ? 'seen-told' : 'unseen-told', { name }));
  return done !== undefined;
}

/** True once it is being tried. What only a person knows of it is asked first. */
export async function retry(row: studio.Row, act: Act): Promise<boolean> {
  if (row.retry_question) {
    const name = patientName(row);
    const birth = format.day(row.patient.birth_date);
    const sure = await askToConfirm({
      heading: t('retry-heading'),
      text: t('retry-text', { name, birth, drugs: row.drugs, question: row.retry_question }),
      confirm: t('retry-confirm'),
      decline: t('retry-decline'),
    });
    if (!sure) return false;
  }
  const done = await act(() =>
    call('prescribing/1', 'Retry', { recipe: row.recipe }, { patient: row.patient.id }),
  );
  if (done) announce(t('retried', { name: patientName(row) }));
  return done !== undefined;
}

/** True once a white recipe no longer goes to the service; its paper is among those to come. */
export async function goOnAsPaper(row: studio.Row, act: Act): Promise<boolean> {
  const here = rememberPlace();
  const name = patientName(row);
  const birth = format.day(row.patient.birth_date);
  const sure = await askToConfirm({
    heading: t('paper-heading'),
    text: t('paper-text', { name, birth, drugs: row.drugs }),
    confirm: t('paper-do'),
    decline: t('paper-decline'),
  });
  if (!sure || !session.may('prescription.issue')) return false;
  const done = await act(() =>
    call('prescribing/1', 'GoOnAsPaper', { recipe: row.recipe }, { patient: row.patient.id }),
  );
  if (!done) return false;
  awaitPaper({ recipe: row.recipe, patient: row.patient.id, name, expected: here() });
  announce(t('paper-done', { name }));
  return true;
}

/** The row's own recipe: its prescription may have others, which the patient has already. */
export function repeat(row: studio.Row): void {
  go('patient', row.patient.id, 'repeat', row.prescription, row.recipe);
}

export function deliver(row: studio.Row): void {
  go('patient', row.patient.id, 'deliver', row.prescription, row.recipe);
}
