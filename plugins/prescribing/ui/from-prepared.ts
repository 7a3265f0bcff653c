// SPDX-License-Identifier: Apache-2.0
import type { prescribing } from '@curante/contracts';
import { newDraft, type EditDraft } from './draft';
import { lineOf } from './refill';

/**
 * What was prepared, as a draft to go on with. Who signs keeps its id while it waits: issuing it is
 * what validates it. Everybody else, and anybody once it is settled, begins a draft of their own.
 */
export async function draftOf(
  prepared: prescribing.Prepared,
  signs: boolean,
): Promise<EditDraft> {
  const { id, lines, overrides: _none, ...head } = prepared.draft;
  const blank = newDraft(prepared.patient);
  const validates = signs && prepared.state === 'waiting';
  const edit = await Promise.all(
    lines.map((line, at) => lineOf(line, prepared.texts[at] ?? '')),
  );
  return {
    ...blank,
    ...head,
    id: validates ? id : blank.id,
    lines: edit,
    handover: validates
      ? { doctor: '', note: prepared.note, by: prepared.preparer_name }
      : { doctor: prepared.named ? prepared.doctor : '', note: prepared.note, by: '' },
  };
}
