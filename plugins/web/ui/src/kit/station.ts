// SPDX-License-Identifier: Apache-2.0

let made = '';

/** A name for this computer in the audit trail, kept in the browser. */
export function station(): string {
  made ||= localStorage.getItem('curante.station') ?? '';
  if (!made) {
    made = `browser-${crypto.randomUUID().slice(0, 8)}`;
    localStorage.setItem('curante.station', made);
  }
  return made;
}
