// SPDX-License-Identifier: Apache-2.0

/** Kinds of patient that are not simply of the SSN, as Sistema TS names them ("tipoRic"). */
export const patientKinds = ['UE', 'EE', 'NE', 'NA', 'ND', 'NX', 'ST'] as const;

/** The recipe names the state, the institution and the card of the insurance. */
export function abroad(kind: string): boolean {
  return kind === 'UE' || kind === 'EE';
}

/** The recipe names the seafarer's SASN card and company. */
export function atSea(kind: string): boolean {
  return kind === 'NA' || kind === 'ND';
}
