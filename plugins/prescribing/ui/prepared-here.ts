// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  css,
  customElement,
  firstClick,
  format,
  html,
  LatestOnly,
  nothing,
  PatientElement,
  repeat,
  resync,
  session,
  state,
  type TemplateResult,
} from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import { t } from './prescribing-texts';

/**
 * What waits for a doctor's approval of this patient's, so that nobody prepares or prescribes it a
 * second time. Sends `curante-open` with one that a doctor wants to look into.
 */
@customElement('curante-prepared-here')
export class PreparedHere extends PatientElement {
  @state() private waiting_: prescribing.Prepared[] = [];
  private readonly reading_ = new LatestOnly();

  static override styles = [
    PatientElement.styles,
    css`
      li {
        display: flex;
        flex-wrap: wrap;
        gap: 0.2rem 0.7rem;
        align-items: center;
        padding: 0.3rem 0;
        border-top: 1px solid var(--line);
      }
      .what {
        flex: 1 1 14rem;
        overflow-wrap: anywhere;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.onEvent('prepared-changed/1', (data) => {
      if ((data as { patient: string }).patient === this.patient) void this.load();
    });
    this.onEvent(resync, () => void this.load());
    void this.load();
  }

  override render(): TemplateResult | typeof nothing {
    if (this.waiting_.length === 0 && !this.problem) return nothing;
    return html`<section class="card" aria-labelledby="waiting">
      <h2 id="waiting">${t('prepared-here')}</h2>
      <curante-problem .problem=${this.problem}></curante-problem>
      <ul class="plain">
        ${repeat(
          this.waiting_,
          (one) => one.id,
          (one) => this.renderOne(one),
        )}
      </ul>
    </section>`;
  }

  private renderOne(one: prescribing.Prepared): TemplateResult {
    const what = one.texts
      .map((text, at) => `${text} × ${one.draft.lines[at]?.quantity ?? 1}`)
      .join('; ');
    const signs = session.may('prescription.issue');
    const when = format.briefInstant(one.at);
    return html`<li data-prepared=${one.id}>
      <div class="what">
        <strong>${what}</strong>
        <div class="soft">${t('prepared-when', { name: one.preparer_name, when })}</div>
      </div>
      ${signs
        ? html`<button
            class="small"
            aria-label=${t('prepared-open-of', { what })}
            @click=${() => this.dispatchEvent(new CustomEvent('curante-open', { detail: one }))}
          >
            ${t('prepared-open')}
          </button>`
        : nothing}
      ${!signs && session.may('prescription.prepare')
        ? html`<button
            class="small danger"
            aria-label=${t('prepared-withdraw-of', { what })}
            ?disabled=${this.busy}
            @click=${firstClick(() => void this.withdraw(one))}
          >
            ${t('prepared-withdraw')}
          </button>`
        : nothing}
    </li>`;
  }

  private async load(): Promise<void> {
    const { patient } = this;
    const found = await this.attempt(() =>
      this.reading_.run((signal) =>
        this.scope.read('prescribing/1', 'ListPrepared', { patient }, signal),
      ),
    );
    if (found) this.waiting_ = found.prepared.filter((one) => one.patient === this.patient);
  }

  private async withdraw(one: prescribing.Prepared): Promise<void> {
    const done = await this.act(() =>
      this.scope.write('prescribing/1', 'WithdrawPrepared', { id: one.id }),
    );
    if (done) announce(t('prepared-withdrawn'));
    if (done) await this.load();
  }
}
