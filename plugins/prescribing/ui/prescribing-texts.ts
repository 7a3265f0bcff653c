// SPDX-License-Identifier: Apache-2.0
import { texts } from '@curante/shell';
import it from './it.json';

export const t = texts(it);

/** A branch of the outpatient nomenclature by its name; by its code where we have none. */
export function branchName(code: string): string {
  const known: Record<string, string> = it;
  return known[`branch-${code}`] ?? code;
}
