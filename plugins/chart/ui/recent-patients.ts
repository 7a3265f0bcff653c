// SPDX-License-Identifier: Apache-2.0
import { session } from '@curante/shell';

export interface RecentPatient {
  id: string;
  name: string;
  birth_date: string;
}

function key(): string {
  return `curante.recent.${session.account}`;
}

/** The patients opened in this window, newest first. */
export function recentPatients(): RecentPatient[] {
  try {
    return JSON.parse(sessionStorage.getItem(key()) ?? '[]') as RecentPatient[];
  } catch {
    return [];
  }
}

export function rememberPatient(patient: RecentPatient): void {
  const others = recentPatients().filter((one) => one.id !== patient.id);
  sessionStorage.setItem(key(), JSON.stringify([patient, ...others].slice(0, 8)));
}
