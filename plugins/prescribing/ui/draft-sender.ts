// SPDX-License-Identifier: Apache-2.0
import { ApiError, PatientClosed, type PatientScope } from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import { toRequest, type EditDraft } from './draft';
import { t } from './prescribing-texts';
import { waitsForItsForm } from './red-state';

/** What became of a draft that was sent. */
export type Sent =
  | { what: 'issued'; prescription: prescribing.Prescription }
  | { what: 'prepared'; prepared: prescribing.Prepared };

/** Issues the draft for who signs; prepares it for a doctor else. Sent twice, it is done once. */
export async function sendDraft(
  scope: PatientScope,
  draft: EditDraft,
  signs: boolean,
): Promise<Sent> {
  const request = toRequest(draft);
  if (signs) {
    const prescription = await scope.write('prescribing/1', 'Issue', { draft: request });
    return { what: 'issued', prescription };
  }
  const { doctor, note } = draft.handover;
  const prepared = await scope.write('prescribing/1', 'Prepare', {
    draft: { ...request, overrides: [] },
    doctor,
    note: note.trim(),
  });
  return { what: 'prepared', prepared };
}

/** Answers given before anybody looks at the draft: no session, no right, too many requests. */
const turnedAway = [401, 403, 429];

/** How a draft stands once sending it has failed: `before` is how it stood when it was sent. */
export function sendingAfter(error: unknown, before: EditDraft['sending']): EditDraft['sending'] {
  // This time nothing has left; what became of an earlier time is as open as before.
  if (error instanceof PatientClosed) return before;
  if (!(error instanceof ApiError) || error.outcomeUnknown) return 'unknown';
  return turnedAway.includes(error.status) ? before : 'open';
}

export function newsOfSent(sent: Sent): string {
  if (sent.what === 'prepared') {
    return t(sent.prepared.state === 'waiting' ? 'prepared-done' : 'prepared-before');
  }
  const { recipes } = sent.prescription;
  // What is on paper goes to no service, and nobody may wait for its number; what waits for its form is
  // in nobody's hand yet.
  const unprinted = recipes.filter(waitsForItsForm).length;
  const paper = recipes.filter((one) => one.state === 'printed').length - unprinted;
  const counts = { sent: recipes.length - paper - unprinted, paper, unprinted };
  const ways = (['sent', 'paper', 'unprinted'] as const).filter((way) => counts[way] > 0);
  const [only] = ways;
  if (only && ways.length === 1) return newsOfAll(only, counts[only]);
  const parts = ways.map((way) => t(`issued-part-${way}`, { count: counts[way] }));
  return t('issued-mixed', { parts: parts.join('; ') });
}

/** They all go the same way. */
function newsOfAll(way: 'sent' | 'paper' | 'unprinted', count: number): string {
  return count === 1 ? t(`issued-${way}-one`) : t(`issued-${way}-many`, { count });
}
