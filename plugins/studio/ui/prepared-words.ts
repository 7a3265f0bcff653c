// SPDX-License-Identifier: Apache-2.0
import { addressOf, css, format, html, nothing, type TemplateResult, type Tone } from '@curante/shell';
import type { prescribing, studio } from '@curante/contracts';
import { t } from './studio-texts';

export function patientName(row: studio.PreparedRow): string {
  return `${row.patient.last_name} ${row.patient.first_name}`;
}

/** What a prepared prescription is for, in one line. */
export function whatOf({ prepared }: studio.PreparedRow): string {
  return prepared.texts
    .map((text, at) => `${text} × ${prepared.draft.lines[at]?.quantity ?? 1}`)
    .join('; ');
}

/** Where it stands, after what became of its recipes. */
export function standing(one: prescribing.Prepared): { tone: Tone; text: string } {
  switch (one.state) {
    case 'waiting':
      return { tone: 'blue', text: t('prepared-waiting') };
    case 'declined':
      return { tone: 'red', text: t('prepared-declined', { reason: one.reason }) };
    case 'withdrawn':
      return { tone: 'grey', text: t('prepared-withdrawn') };
    case 'issued':
      if (one.refused > 0) return { tone: 'red', text: t('prepared-refused') };
      if (one.moving > 0 || one.accepted === 0) return { tone: 'blue', text: t('prepared-moving') };
      return { tone: 'green', text: t('prepared-accepted') };
  }
}

export const preparedStyles = css`
  .who a {
    font-weight: 650;
    display: inline-block;
    min-height: 1.7rem;
  }
  .line + .line {
    margin-top: 0.2rem;
  }
  .line,
  .note {
    overflow-wrap: anywhere;
  }
  .note {
    font-weight: 600;
    margin-bottom: 0.2rem;
  }
  .many {
    white-space: nowrap;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3rem;
  }
  td curante-chip {
    margin-bottom: 0.15rem;
  }
`;

export function renderPatient(row: studio.PreparedRow): TemplateResult {
  return html`<a href=${addressOf('patient', row.patient.id)}>${patientName(row)}</a>
    <div class="soft">
      ${format.day(row.patient.birth_date)} <span class="mono">${row.patient.fiscal_code}</span>
    </div>`;
}

/** The lines with posology, and what a doctor looks at before signing. */
export function renderWhat({ prepared }: studio.PreparedRow): TemplateResult {
  const { draft } = prepared;
  const head = [
    draft.exemption ? t('prepared-exemption', { code: draft.exemption }) : '',
    draft.diagnosis_text,
    prepared.recipes > 1 ? t('prepared-recipes', { count: prepared.recipes }) : '',
  ].filter(Boolean);
  return html`${prepared.note ? html`<div class="note">«${prepared.note}»</div>` : nothing}
    ${prepared.texts.map((text, at) => {
      const line = draft.lines[at];
      const more = [line?.posology, line?.aifa_note ? t('prepared-aifa', { code: line.aifa_note }) : '', line?.notes];
      return html`<div class="line">
        ${text} <strong class="many">×&nbsp;${line?.quantity ?? 1}</strong>
        <div class="soft">${more.filter(Boolean).join(' · ')}</div>
      </div>`;
    })}
    ${head.length > 0 ? html`<div class="soft">${head.join(' · ')}</div>` : nothing}`;
}
