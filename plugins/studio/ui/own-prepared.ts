// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  call,
  CuranteElement,
  customElement,
  format,
  go,
  html,
  nothing,
  repeat,
  session,
  state,
  table,
  type TemplateResult,
} from '@curante/shell';
import type { studio } from '@curante/contracts';
import { LiveList } from './live-list';
import { patientName, preparedStyles, renderPatient, renderWhat, standing } from './prepared-words';
import './studio-views';
import { t } from './studio-texts';

/** How far back the preparer sees what became of the own. */
const days_shown = 7;

interface Found {
  waiting: studio.PreparedRow[];
  settled: studio.PreparedRow[];
}

/** What the user prepared: what waits, what a doctor approved of, what was declined and why. */
@customElement('curante-own-prepared')
export class OwnPrepared extends LiveList<Found> {
  @state() private rows_: studio.PreparedRow[] | undefined;
  static override styles = [CuranteElement.styles, preparedStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    this.onEvent('prepared-changed/1', () => this.follow(300));
    this.onEvent('signers-changed/1', () => this.follow(300));
  }

  override render(): TemplateResult {
    return html`<div class="stack">
      <div class="bar">
        <h1>${t('heading')}</h1>
        <curante-studio-views></curante-studio-views>
      </div>
      <curante-problem .problem=${this.problem}></curante-problem>
      ${this.rows_ ? this.renderTable(this.rows_) : html`<p role="status">${t('loading')}</p>`}
    </div>`;
  }

  private renderTable(rows: studio.PreparedRow[]): TemplateResult {
    if (rows.length === 0) return html`<div class="card"><p class="empty">${t('own-none')}</p></div>`;
    const head = ['prepared-at', 'patient', 'prepared-what', 'doctor', 'state', 'actions'] as const;
    return html`<div class="card">
      ${table(
        t('view-prepared'),
        head.map((name) => t(name)),
        repeat(
          rows,
          (row) => row.prepared.id,
          (row) => this.renderRow(row),
        ),
      )}
    </div>`;
  }

  private renderRow(row: studio.PreparedRow): TemplateResult {
    const { tone, text } = standing(row.prepared);
    return html`<tr data-prepared=${row.prepared.id} data-state=${row.prepared.state}>
      <td class="number">${format.briefInstant(row.prepared.at)}</td>
      <td class="who">${renderPatient(row)}</td>
      <td>${renderWhat(row)}</td>
      <td>
        ${row.doctor}
        ${row.substituted
          ? html`<div class="soft" data-substituted>${t('in-place-of', { doctor: row.substituted })}</div>`
          : nothing}
      </td>
      <td><curante-chip tone=${tone}>${text}</curante-chip></td>
      <td>${this.renderActions(row)}</td>
    </tr>`;
  }

  private renderActions(row: studio.PreparedRow): TemplateResult | typeof nothing {
    const { state: where } = row.prepared;
    if (where === 'issued') return nothing;
    const name = patientName(row);
    return html`<div class="actions">
      <button
        class="small"
        aria-label=${t('redo-of', { name })}
        ?disabled=${this.busy}
        @click=${() => void this.redo(row)}
      >
        ${where === 'waiting' ? t('change') : t('redo')}
      </button>
      ${where === 'waiting'
        ? html`<button
            class="small danger"
            aria-label=${t('withdraw-prepared-of', { name })}
            ?disabled=${this.busy}
            @click=${() => void this.withdraw(row)}
          >
            ${t('withdraw')}
          </button>`
        : nothing}
    </div>`;
  }

  protected override async read(signal: AbortSignal): Promise<Found> {
    const preparer = session.account;
    const from = format.shiftDay(format.today(), -days_shown);
    const ask = (more: object) => call('studio/1', 'GetPrepared', { preparer, ...more }, { signal });
    const { rows: waiting } = await ask({});
    const { rows: settled } = await ask({ states: ['issued', 'declined', 'withdrawn'], from });
    return { waiting, settled };
  }

  protected override show({ waiting, settled }: Found): void {
    // What a doctor sent back comes first: somebody waits for it.
    const declined = settled.filter((row) => row.prepared.state === 'declined').reverse();
    const others = settled.filter((row) => row.prepared.state !== 'declined').reverse();
    this.rows_ = [...declined, ...waiting.reverse(), ...others];
  }

  private async withdraw(row: studio.PreparedRow): Promise<boolean> {
    const { id, patient } = row.prepared;
    const done = await this.act(() =>
      call('prescribing/1', 'WithdrawPrepared', { id }, { patient }),
    );
    if (done) announce(t('withdrawn-told', { name: patientName(row) }));
    await this.load();
    return done !== undefined;
  }

  /** One that waits is taken back first: a doctor must never approve what is being changed. */
  private async redo(row: studio.PreparedRow): Promise<void> {
    if (row.prepared.state === 'waiting' && !(await this.withdraw(row))) return;
    go('patient', row.patient.id, 'prepared', row.prepared.id);
  }
}
