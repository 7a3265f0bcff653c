// SPDX-License-Identifier: Apache-2.0
import {
  customElement,
  html,
  PatientElement,
  property,
  resync,
  session,
  settle,
  state,
  type TemplateResult,
} from '@curante/shell';
import type { chart, prescribing } from '@curante/contracts';
import './composer';
import type { Composer } from './composer';
import './prescription-list';
import type { PrescriptionList } from './prescription-list';

/** Prescribing for the open patient: write, send, and what became of what was sent. */
@customElement('curante-prescribe')
export class PrescribePanel extends PatientElement {
  /** ["repeat", prescription, recipe?] asks to begin with the lines of an earlier one. */
  @property({ attribute: false }) rest: string[] = [];
  @state() private view_: chart.ChartView | undefined;
  @state() private history_ = new Map<string, string>();

  static override styles = PatientElement.styles;

  override connectedCallback(): void {
    super.connectedCallback();
    this.onEvent('chart-changed/1', (data) => {
      if ((data as { patient: string }).patient === this.patient) void this.load();
    });
    this.onEvent(resync, () => void this.load());
    void this.begin();
  }

  override render(): TemplateResult {
    const patient = this.view_?.patient;
    const name = patient ? `${patient.last_name} ${patient.first_name}` : '';
    return html`<div class="stack">
      <curante-problem .problem=${this.problem}></curante-problem>
      ${session.may('prescription.issue')
        ? html`<curante-composer
            .patient=${this.patient}
            .view=${this.view_}
            .history=${this.history_}
            @curante-issued=${(event: CustomEvent<prescribing.Prescription>) =>
              this.find<PrescriptionList>('curante-prescriptions')?.take(event.detail)}
          ></curante-composer>`
        : ''}
      <curante-prescriptions
        .patient=${this.patient}
        name=${name}
        @curante-history=${(event: CustomEvent<Map<string, string>>) =>
          (this.history_ = event.detail)}
        @curante-repeat=${(event: CustomEvent<prescribing.Prescription>) =>
          void this.repeat(event.detail)}
      ></curante-prescriptions>
    </div>`;
  }

  private async load(): Promise<void> {
    const view = await this.attempt(() =>
      this.scope.read('chart/1', 'GetChart', { patient: this.patient }),
    );
    if (view && view.patient.id === this.patient) this.view_ = view;
  }

  private async begin(): Promise<void> {
    await this.load();
    const [errand, prescription, recipe] = this.rest;
    if (errand !== 'repeat' || !prescription || !this.scope.isOpen) return;
    // The errand is done once: a reload must not repeat it.
    settle('patient', this.patient);
    const earlier = await this.attempt(() =>
      this.scope.read('prescribing/1', 'Get', { prescription }),
    );
    if (earlier) await this.repeat(earlier, recipe);
  }

  private async repeat(earlier: prescribing.Prescription, recipe = ''): Promise<void> {
    await this.find<Composer>('curante-composer')?.repeatPrescription(earlier, recipe);
  }
}
