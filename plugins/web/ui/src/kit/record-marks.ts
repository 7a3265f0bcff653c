// SPDX-License-Identifier: Apache-2.0
import type { Tone } from './chip';
import { Watched } from './signal';

/** What one room has to say of a record that another room shows, in a word or two. */
export interface RecordMark {
  tone: Tone;
  text: string;
}

/**
 * Marks by the record's id, so that rooms need not know each other: who knows something publishes
 * it, who lists the records shows it.
 */
export const recordMarks = new Watched<ReadonlyMap<string, RecordMark>>(new Map());
