// SPDX-License-Identifier: Apache-2.0
import { call, format, html, type Choices } from '@curante/shell';
import type { chart } from '@curante/contracts';
import { t } from './chart-texts';

export function fullName(patient: { last_name: string; first_name: string }): string {
  return `${patient.last_name} ${patient.first_name}`.trim();
}

function spoken(patient: chart.PatientSummary): string {
  return [
    fullName(patient),
    t('born', { day: format.day(patient.birth_date) }),
    patient.fiscal_code,
    patient.municipality,
    patient.revoked ? t('revoked') : '',
  ]
    .filter(Boolean)
    .join(', ');
}

/** Finds patients, with enough of each not to mistake one for another. */
export async function findPatients(
  text: string,
  include_revoked: boolean,
  signal: AbortSignal,
): Promise<Choices<chart.PatientSummary>> {
  const request = { text, limit: 20, include_revoked };
  const found = await call('chart/1', 'SearchPatients', request, { signal });
  return {
    more: found.more,
    choices: found.patients.map((patient) => ({
      value: patient,
      label: spoken(patient),
      detail: html`<div
        style="display:flex; flex-wrap:wrap; gap:0 0.8rem; align-items:baseline"
      >
        <strong style="flex:1 1 13rem">${fullName(patient)}</strong>
        <span style="width:2ch">${patient.sex}</span>
        <span class="number" style="width:11ch">${format.day(patient.birth_date)}</span>
        <span class="number soft" style="width:9ch">${t('years', { years: format.age(patient.birth_date) })}</span>
        <span class="mono" style="width:18ch">${patient.fiscal_code}</span>
        <span class="soft" style="width:14ch"
          >${patient.revoked ? t('revoked') : patient.municipality}</span
        >
      </div>`,
    })),
  };
}
