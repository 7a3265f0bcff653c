// SPDX-License-Identifier: Apache-2.0
import type { accounts } from '@curante/contracts';

/** As lists and headings name a person: the family name first. */
export function fullName(person: { last_name: string; first_name: string }): string {
  return `${person.last_name} ${person.first_name}`.trim();
}

/** The name of the doctor of that account; empty where none of these is. */
export function doctorName(doctors: readonly accounts.Doctor[], account: string): string {
  const found = doctors.find((one) => one.account === account);
  return found ? fullName(found) : '';
}
