// SPDX-License-Identifier: Apache-2.0
import { addressOf, css, format, fullName, html, nothing, type TemplateResult, type Tone } from '@curante/shell';
import type { prescribing, studio } from '@curante/contracts';
import { countOf, draftMarks, draftWords, lineMarks, lineWords } from './prepared-details';
import { t } from './studio-texts';

export function patientName(row: studio.PreparedRow): string {
  return fullName(row.patient);
}

/** What a prepared prescription is for, in one line. */
export function whatOf({ prepared }: studio.PreparedRow): string {
  return prepared.texts
    .map((text, at) => `${text} ${countOf(prepared.draft.lines[at])}`)
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
  .mark {
    font-size: 0.92rem;
    font-weight: 600;
  }
  .marks {
    display: flex;
    flex-wrap: wrap;
    gap: 0.2rem;
    margin-top: 0.2rem;
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

/** All that a doctor signs by approving, what is not as usual before the rest. */
export function renderWhat({ prepared }: studio.PreparedRow): TemplateResult {
  const { draft } = prepared;
  const marks = draftMarks(draft, prepared.white_lines);
  const head = draftWords(draft);
  if (prepared.recipes > 1) head.push(t('prepared-recipes', { count: prepared.recipes }));
  return html`${prepared.note ? html`<div class="note">«${prepared.note}»</div>` : nothing}
    ${prepared.texts.map((text, at) =>
      renderLine(
        text,
        draft.lines[at],
        prepared.white_lines.find((one) => one.line === at + 1),
      ),
    )}
    ${marks.length > 0
      ? html`<div class="marks">
          ${marks.map((mark) => html`<curante-chip tone="amber">${mark}</curante-chip>`)}
        </div>`
      : nothing}
    ${head.length > 0 ? html`<div class="soft">${head.join(' · ')}</div>` : nothing}`;
}

function renderLine(
  text: string,
  line: prescribing.DraftLine | undefined,
  becomes: prescribing.WhiteLine | undefined,
): TemplateResult {
  const marks = line ? lineMarks(line, becomes) : [];
  const words = line ? lineWords(line) : [];
  return html`<div class="line">
    ${text} <strong class="many">${countOf(line)}</strong>
    ${marks.length > 0 ? html`<div class="mark">${marks.join(' · ')}</div>` : nothing}
    ${words.length > 0 ? html`<div class="soft">${words.join(' · ')}</div>` : nothing}
  </div>`;
}
