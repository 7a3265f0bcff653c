// SPDX-License-Identifier: Apache-2.0
import {
  call,
  CuranteElement,
  customElement,
  html,
  property,
  state,
  type Modal,
  type PropertyValues,
  type TemplateResult,
} from '@curante/shell';
import type { studio } from '@curante/contracts';
import { patientName, whatOf } from './prepared-words';
import { t } from './studio-texts';

/** Asks why, and declines. Sends `curante-declined`, or `curante-close` when left. */
@customElement('curante-decline')
export class DeclineDialog extends CuranteElement {
  @property({ attribute: false }) row!: studio.PreparedRow;
  @state() private reason_ = '';

  protected override firstUpdated(changed: PropertyValues): void {
    super.firstUpdated(changed);
    void this.focusReason();
  }

  /** An opening dialog takes the focus for its own way out: the reason is what one comes for. */
  private async focusReason(): Promise<void> {
    await this.find<Modal>('curante-modal')?.updateComplete;
    this.find<HTMLTextAreaElement>('textarea')?.focus();
  }

  override render(): TemplateResult {
    return html`<curante-modal heading=${t('decline-heading')}>
      <form class="stack" @submit=${this.submit}>
        <p><strong>${patientName(this.row)}</strong><br />${whatOf(this.row)}</p>
        <curante-problem .problem=${this.problem}></curante-problem>
        <div class="field">
          <label for="reason" class="required"
            >${t('decline-reason', { name: this.row.prepared.preparer_name })}</label
          >
          <textarea
            id="reason"
            rows="3"
            maxlength="300"
            required
            .value=${this.reason_}
            @input=${(event: Event) => (this.reason_ = (event.target as HTMLTextAreaElement).value)}
            @keydown=${(event: KeyboardEvent) => {
              if (event.key === 'Enter' && !event.shiftKey) this.submit(event);
            }}
          ></textarea>
        </div>
        <div class="row">
          <button
            class="primary danger push"
            type="submit"
            ?disabled=${this.busy || !this.reason_.trim()}
          >
            ${t('decline-confirm')}
          </button>
        </div>
      </form>
    </curante-modal>`;
  }

  private submit = (event: Event): void => {
    event.preventDefault();
    if (this.reason_.trim()) void this.decline();
  };

  private async decline(): Promise<void> {
    const { id, patient } = this.row.prepared;
    const done = await this.act(() =>
      call('prescribing/1', 'DeclinePrepared', { id, reason: this.reason_.trim() }, { patient }),
    );
    if (done) this.dispatchEvent(new CustomEvent('curante-declined'));
  }
}
