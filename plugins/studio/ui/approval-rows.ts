// SPDX-License-Identifier: Apache-2.0
import {
  addressOf,
  css,
  CuranteElement,
  customElement,
  format,
  html,
  nothing,
  property,
  repeat,
  session,
  table,
  type TemplateResult,
  type Tone,
} from '@curante/shell';
import type { prescribing, studio } from '@curante/contracts';
import { canApprove } from './approval-run';
import { patientName, preparedStyles, renderPatient, renderWhat, standing } from './prepared-words';
import { t } from './studio-texts';

const tones: Record<prescribing.Finding['severity'], Tone> = {
  block: 'red',
  confirm: 'amber',
  info: 'blue',
};

/**
 * What waits for approval, a row each, and what became of those just approved. ↑ and ↓ go from box
 * to box. Sends `curante-pick` with an id, `curante-decline` and `curante-take` with a row.
 */
@customElement('curante-approval-rows')
export class ApprovalRows extends CuranteElement {
  @property({ attribute: false }) rows: studio.PreparedRow[] = [];
  @property({ attribute: false }) picked: ReadonlySet<string> = new Set();
  /** Of which the rules say something else than when they were shown, and nobody has looked since. */
  @property({ attribute: false }) changed: ReadonlySet<string> = new Set();
  /** Of this visit to the page: why one was not issued. */
  @property({ attribute: false }) outcomes: ReadonlyMap<string, prescribing.Validated> = new Map();
  @property({ type: Boolean }) running = false;

  static override styles = [
    CuranteElement.styles,
    preparedStyles,
    css`
      tr.picked td {
        background: var(--accent-soft);
      }
      tr.changed td {
        background: var(--amber-soft);
      }
      tr.changed td:first-child {
        box-shadow: inset 4px 0 0 var(--amber-line);
      }
      .finding {
        font-size: 0.92rem;
        overflow-wrap: anywhere;
      }
      .finding + .finding {
        margin-top: 0.2rem;
      }
      .outcome {
        color: var(--red);
        font-weight: 600;
      }
      th.box,
      td.box {
        width: 2.4rem;
      }
    `,
  ];

  override render(): TemplateResult {
    const head = ['prepared-at', 'patient', 'prepared-what', 'rules', 'actions'] as const;
    const boxes = html`<th scope="col" class="box">
      <span class="visually-hidden">${t('pick')}</span>
    </th>`;
    return html`<div @keydown=${this.step}>
      ${table(
        t('view-approve'),
        [boxes, ...head.map((name) => t(name))],
        repeat(
          this.rows,
          (row) => row.prepared.id,
          (row) => this.renderRow(row),
        ),
      )}
    </div>`;
  }

  private renderRow(row: studio.PreparedRow): TemplateResult {
    const { prepared } = row;
    const picked = this.picked.has(prepared.id);
    const name = patientName(row);
    return html`<tr
      class=${picked ? 'picked' : this.changed.has(prepared.id) ? 'changed' : ''}
      data-prepared=${prepared.id}
      data-state=${prepared.state}
      data-ready=${String(canApprove(row, session.account))}
    >
      <td class="box">
        ${prepared.state === 'waiting'
          ? html`<input
              type="checkbox"
              aria-label=${t('pick-of', { name })}
              .checked=${picked}
              ?disabled=${this.running || !canApprove(row, session.account)}
              @change=${() => this.send('curante-pick', prepared.id)}
            />`
          : nothing}
      </td>
      <td>
        <span class="number">${format.briefInstant(prepared.at)}</span>
        <div class="soft">${prepared.preparer_name}</div>
        ${prepared.doctor === session.account ? nothing : html`<div>→ ${row.doctor}</div>`}
        ${row.substituted
          ? html`<div data-substituted>${t('in-place-of', { doctor: row.substituted })}</div>`
          : nothing}
      </td>
      <td class="who">${renderPatient(row)}</td>
      <td>${renderWhat(row)}</td>
      <td>${this.renderRules(row)}</td>
      <td>${prepared.state === 'waiting' ? this.renderActions(row, name) : nothing}</td>
    </tr>`;
  }

  private renderRules({ prepared }: studio.PreparedRow): TemplateResult {
    const outcome = this.outcomes.get(prepared.id);
    if (prepared.state !== 'waiting') {
      const { tone, text } = standing(prepared);
      return html`<curante-chip tone=${tone}>${text}</curante-chip>`;
    }
    const told = outcome && outcome.message && outcome.outcome !== 'issued';
    return html`${told
        ? html`<div class="outcome">${t('not-approved', { why: outcome.message })}</div>
            <div class="finding">${outcome.remedy}</div>`
        : nothing}
      ${this.changed.has(prepared.id)
        ? html`<div class="finding"><curante-chip tone="amber">${t('changed')}</curante-chip></div>`
        : nothing}
      ${prepared.doubtful
        ? html`<div class="finding"><curante-chip tone="amber">${t('doubtful')}</curante-chip></div>`
        : nothing}
      ${prepared.findings.map(
        (one) =>
          html`<div class="finding" data-code=${one.code}>
            <curante-chip tone=${tones[one.severity]}>${t(`severity-${one.severity}`)}</curante-chip>
            ${one.text}
          </div>`,
      )}
      ${prepared.findings.length === 0 && !told && !prepared.doubtful
        ? html`<span class="soft">${t('rules-clear')}</span>`
        : nothing}`;
  }

  private renderActions(row: studio.PreparedRow, name: string): TemplateResult {
    const { prepared } = row;
    const mine = prepared.doctor === session.account;
    return html`<div class="actions">
      <a
        class="button small"
        href=${addressOf('patient', row.patient.id, 'prepared', prepared.id)}
        aria-label=${t('open-of', { name })}
        >${canApprove(row, session.account) || !mine ? t('open') : t('open-decide')}</a
      >
      ${mine
        ? html`<button
            class="small danger"
            aria-label=${t('decline-of', { name })}
            ?disabled=${this.running}
            @click=${() => this.send('curante-decline', row)}
          >
            ${t('decline')}
          </button>`
        : html`<button
            class="small"
            aria-label=${t('take-of', { name })}
            ?disabled=${this.running}
            @click=${() => this.send('curante-take', row)}
          >
            ${t('take')}
          </button>`}
    </div>`;
  }

  private step = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0) return;
    const boxes = [...this.renderRoot.querySelectorAll<HTMLInputElement>('input:not(:disabled)')];
    const at = boxes.indexOf(event.target as HTMLInputElement);
    if (at < 0) return;
    event.preventDefault();
    boxes[at + by]?.focus();
  };

  /** Puts the focus on the first row that can be picked. */
  override focus(): void {
    this.find<HTMLInputElement>('input:not(:disabled)')?.focus();
  }

  /** Brings one to the first row that changed. */
  focusChanged(): void {
    const row = this.find('tr.changed');
    row?.scrollIntoView({ block: 'center' });
    row?.querySelector<HTMLElement>('input:not(:disabled), a.button')?.focus({ preventScroll: true });
  }

  private send(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
