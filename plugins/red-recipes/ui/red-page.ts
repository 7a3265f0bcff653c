// SPDX-License-Identifier: Apache-2.0
import {
  call,
  CuranteElement,
  customElement,
  doctorChoice,
  html,
  nothing,
  resync,
  session,
  state,
  type TemplateResult,
} from '@curante/shell';
import type { accounts } from '@curante/contracts';
import './red-blocks';
import './red-summary';
import { t } from './red-texts';

/** The red pad: what lies in the printers, and what the ministry said of what was printed. */
@customElement('curante-red-recipes')
export class RedPage extends CuranteElement {
  @state() private doctors_: accounts.Doctor[] | undefined;
  @state() private doctor_ = '';

  override connectedCallback(): void {
    super.connectedCallback();
    // Without a doctor there is nothing to show: asked for again once the server answers.
    this.onEvent(resync, () => {
      if (!this.doctor_) void this.load();
    });
    void this.load();
  }

  override render(): TemplateResult {
    return html`<div class="stack">
      <div class="bar">
        <h1>${t('heading')}</h1>
        ${doctorChoice({
          doctors: this.doctors_ ?? [],
          value: this.doctor_,
          pick: (doctor) => (this.doctor_ = doctor),
        })}
      </div>
      <curante-problem .problem=${this.problem}></curante-problem>
      ${this.doctor_
        ? html`<curante-red-blocks .doctor=${this.doctor_}></curante-red-blocks>`
        : this.doctors_
          ? nothing
          : html`<p role="status">${t('loading')}</p>`}
      <curante-red-summary></curante-red-summary>
    </div>`;
  }

  private async load(): Promise<void> {
    const list = await this.attempt(() => call('accounts/1', 'ListDoctors', {}));
    this.doctors_ = list?.doctors ?? [];
    const own = this.doctors_.find((one) => one.account === session.account);
    this.doctor_ = (own ?? this.doctors_[0])?.account ?? '';
  }
}
