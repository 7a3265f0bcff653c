// SPDX-License-Identifier: Apache-2.0
import { place } from './navigation';
import { openPatient } from './open-patient';

/**
 * Remembers which page, or whose chart, is open; the returned function says whether it still is. What goes
 * on by itself asks it at each step: one patient's question or paper must not come up over another's chart.
 */
export function rememberPlace(): () => boolean {
  const { page } = place.value;
  const patient = openPatient.value;
  return () => place.value.page === page && openPatient.value === patient;
}
