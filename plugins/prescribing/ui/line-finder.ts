// SPDX-License-Identifier: Apache-2.0
import { type Choice, type Choices } from '@curante/shell';
import type { formulary, prescribing, terminology } from '@curante/contracts';
import { findDrugs } from './drug-finder';
import { findServices } from './service-finder';
import { findTemplates } from './template-finder';

export type LineKind = prescribing.DraftLine['kind'];

/** What the one type-ahead of the composer finds. */
export type Found =
  | { what: 'drug'; drug: formulary.Drug }
  | { what: 'service'; service: terminology.OutpatientService }
  | { what: 'template'; template: prescribing.Template };

async function findKind(
  kind: LineKind,
  text: string,
  signal: AbortSignal,
): Promise<Choices<Found>> {
  const as = <T>(found: Choices<T>, wrap: (value: T) => Found): Choices<Found> => ({
    more: found.more,
    choices: found.choices.map((one): Choice<Found> => ({ ...one, value: wrap(one.value) })),
  });
  return kind === 'drug'
    ? as(await findDrugs(text, signal), (drug) => ({ what: 'drug', drug }))
    : as(await findServices(text, signal), (service) => ({ what: 'service', service }));
}

/**
 * The doctor's own templates first, then what was asked for. When there is none of that kind the
 * other kind is looked through: who types "emocromo" need not turn a switch.
 */
export async function findLines(
  kind: LineKind,
  text: string,
  signal: AbortSignal,
): Promise<Choices<Found>> {
  if (text === '') return { choices: await findTemplates('', signal), more: false };
  const [own, wanted] = await Promise.all([
    findTemplates(text, signal),
    findKind(kind, text, signal),
  ]);
  const found =
    wanted.choices.length > 0
      ? wanted
      : await findKind(kind === 'drug' ? 'service' : 'drug', text, signal);
  return { choices: [...own, ...found.choices], more: found.more };
}
