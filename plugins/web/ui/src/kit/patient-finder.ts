// SPDX-License-Identifier: Apache-2.0
import { html } from 'lit';
import type { chart } from '@curante/contracts';
import { call } from './api';
import type { Choices } from './combobox';
import * as format from './format';
import { kit } from './kit-texts';
import { fullName } from './people';

function spoken(patient: chart.PatientSummary): string {
  return [
    fullName(patient),
    kit('born', { day: format.day(patient.birth_date) }),
    patient.fiscal_code,
    patient.municipality,
    patient.revoked ? kit('revoked') : '',
  ]
    .filter(Boolean)
    .join(', ');
}

/**
 * The finder of patients for a <curante-combobox>, with enough of each not to mistake one for
 * another. `revoked`: also those who left the list. Needs `chart.read`.
 */
export async function findPatients(
  text: string,
  signal: AbortSignal,
  { revoked = false }: { revoked?: boolean } = {},
): Promise<Choices<chart.PatientSummary>> {
  const request = { text, limit: 20, include_revoked: revoked };
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
        <span class="number soft" style="width:9ch">${kit('years', { years: format.age(patient.birth_date) })}</span>
        <span class="mono" style="width:18ch">${patient.fiscal_code}</span>
        <span class="soft" style="width:14ch"
          >${patient.revoked ? kit('revoked') : patient.municipality}</span
        >
      </div>`,
    })),
  };
}
