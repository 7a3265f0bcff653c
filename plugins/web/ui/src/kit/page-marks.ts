// SPDX-License-Identifier: Apache-2.0
import { Watched } from './signal';

/** How many things on a page wait for the user, and what they are, in words. */
export interface PageMark {
  count: number;
  text: string;
}

/** Marks by the page's path: who knows publishes, the bar of pages shows. A count of 0 shows nothing. */
export const pageMarks = new Watched<ReadonlyMap<string, PageMark>>(new Map());

/** The same of what went wrong and stays so until somebody acts: shown first, and louder. */
export const pageAlarms = new Watched<ReadonlyMap<string, PageMark>>(new Map());
