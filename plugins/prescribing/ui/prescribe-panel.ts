// SPDX-License-Identifier: Apache-2.0
import {
  customElement,
  html,
  LatestOnly,
  PatientElement,
  property,
  recordMarks,
  resync,
  session,
  settle,
  state,
  type RecordMark,
  type TemplateResult,
} from '@curante/shell';
import type { chart, prescribing } from '@curante/contracts';
import './composer';
import './deliver-dialog';
import type { Composer } from './composer';
import './prepared-here';
import './prescription-list';
import type { PrescriptionList } from './prescription-list';
import { showRedForms } from './promemoria';
import { waitsForItsForm } from './red-state';
import { stockMark } from './stock';

/** Recipes that change together are looked after once. */
const settle_ms = 400;

/** Prescribing for the open patient: write, send, and what became of what was sent. */
@customElement('curante-prescribe')
export class PrescribePanel extends PatientElement {
  /**
   * ["repeat", prescription, recipe?] asks to begin with the lines of an earlier one,
   * ["deliver", prescription, recipe] to deliver one, ["prepared", id] to open what was prepared.
   */
  @property({ attribute: false }) rest: string[] = [];
  @state() private view_: chart.ChartView | undefined;
  @state() private delivering_: prescribing.RecipeView | undefined;
  @state() private stock_: ReadonlyMap<string, prescribing.Stock> = new Map();

  private readonly reading_ = new LatestOnly();
  private readonly weighing_ = new LatestOnly();

  static override styles = PatientElement.styles;

  override connectedCallback(): void {
    super.connectedCallback();
    this.onEvent('chart-changed/1', (data) => {
      if ((data as { patient: string }).patient === this.patient) void this.load();
    });
    // What was just prescribed lasts longer, what was withdrawn no more.
    this.onEvent('recipe-changed/1', (data) => {
      if ((data as { patient: string }).patient === this.patient) void this.weigh(settle_ms);
    });
    this.onEvent(resync, () => void this.load());
    this.until(() => (recordMarks.value = new Map()));
    void this.begin();
  }

  override render(): TemplateResult {
    const patient = this.view_?.patient;
    const name = patient ? `${patient.last_name} ${patient.first_name}` : '';
    return html`<div class="stack">
      <curante-problem .problem=${this.problem}></curante-problem>
      ${session.may('prescription.issue') || session.may('prescription.prepare')
        ? html`<curante-composer
            .patient=${this.patient}
            .view=${this.view_}
            .stock=${this.stock_}
            @curante-issued=${(event: CustomEvent<prescribing.Prescription>) => {
              this.find<PrescriptionList>('curante-prescriptions')?.take(event.detail);
              void this.weigh(settle_ms);
              void this.handRed(event.detail);
            }}
          ></curante-composer>`
        : ''}
      <curante-prepared-here
        .patient=${this.patient}
        @curante-open=${(event: CustomEvent<prescribing.Prepared>) =>
          void this.find<Composer>('curante-composer')?.openPrepared(event.detail)}
      ></curante-prepared-here>
      <curante-prescriptions
        .patient=${this.patient}
        name=${name}
        @curante-repeat=${(event: CustomEvent<prescribing.Prescription>) =>
          void this.repeat(event.detail)}
        @curante-deliver=${(event: CustomEvent<prescribing.RecipeView>) =>
          (this.delivering_ = event.detail)}
      ></curante-prescriptions>
      ${this.delivering_
        ? html`<curante-deliver-dialog
            .recipe=${this.delivering_}
            .patient=${this.patient}
            name=${name}
            @curante-close=${() => (this.delivering_ = undefined)}
          ></curante-deliver-dialog>`
        : ''}
    </div>`;
  }

  /** Red forms come up to be printed as they are issued; what has none yet asks for its pad or printer. */
  private async handRed({ recipes, patient }: prescribing.Prescription): Promise<void> {
    await showRedForms(
      recipes.filter((one) => one.paper_code && one.document),
      patient,
    );
    for (const { id } of recipes.filter(waitsForItsForm)) {
      const list = this.find<PrescriptionList>('curante-prescriptions');
      if (!this.scope.isOpen || !(await list?.askForForm(id))) return;
    }
  }

  private async load(): Promise<void> {
    const { patient } = this;
    const view = await this.attempt(() =>
      this.reading_.run((signal) => this.scope.read('chart/1', 'GetChart', { patient }, signal)),
    );
    if (!view || view.patient.id !== this.patient) return;
    this.view_ = view;
    await this.weigh();
  }

  /** Looks how long each long-term therapy still lasts, and tells the screen that lists them. */
  private async weigh(pause_ms = 0): Promise<void> {
    const { patient } = this;
    const found = await this.attempt(() =>
      this.weighing_.run(
        (signal) => this.scope.read('prescribing/1', 'ListStock', { patient }, signal),
        pause_ms,
      ),
    );
    if (!found) return;
    this.stock_ = new Map(found.stock.map((one) => [one.therapy, one]));
    const marks = found.stock.flatMap((one): [string, RecordMark][] => {
      const mark = stockMark(one);
      return mark ? [[one.therapy, mark]] : [];
    });
    recordMarks.value = new Map(marks);
  }

  private async begin(): Promise<void> {
    await this.load();
    const [errand, prescription, recipe] = this.rest;
    const known = errand === 'repeat' || errand === 'deliver' || errand === 'prepared';
    if (!known || !prescription || !this.scope.isOpen) return;
    // The errand is done once: a reload must not repeat it.
    settle('patient', this.patient);
    if (errand === 'prepared') {
      const prepared = await this.attempt(() =>
        this.scope.read('prescribing/1', 'GetPrepared', { id: prescription }),
      );
      if (prepared) await this.find<Composer>('curante-composer')?.openPrepared(prepared);
      return;
    }
    const earlier = await this.attempt(() =>
      this.scope.read('prescribing/1', 'Get', { prescription }),
    );
    if (errand === 'deliver') {
      this.delivering_ = earlier?.recipes.find((one) => one.id === recipe);
    } else if (earlier) {
      await this.repeat(earlier, recipe);
    }
  }

  private async repeat(earlier: prescribing.Prescription, recipe = ''): Promise<void> {
    await this.find<Composer>('curante-composer')?.repeatPrescription(earlier, recipe);
  }
}
