// SPDX-License-Identifier: Apache-2.0
import { call, customElement, html, nothing, property, type Choices, type TemplateResult } from '@curante/shell';
import type { chart, formulary } from '@curante/contracts';
import { t } from './chart-texts';
import { valueOf } from './dialog-form';
import { dateField, formButtons, formStyles, textField } from './form-parts';
import { RecordForm } from './record-form';

async function findDrugs(text: string, signal: AbortSignal): Promise<Choices> {
  const found = await call('formulary/1', 'Search', { text, limit: 15 }, { signal });
  return {
    more: found.more,
    choices: found.drugs.map((drug) => ({ value: drug, label: `${drug.name} ${drug.pack}` })),
  };
}

@customElement('curante-therapy-form')
export class TherapyForm extends RecordForm<chart.Therapy> {
  @property({ attribute: false }) record: chart.Therapy | undefined;
  @property({ attribute: false }) problems: chart.Problem[] = [];

  static override styles = [RecordForm.styles, formStyles];

  protected begin(): chart.Therapy {
    if (this.record) return { ...this.record };
    return {
      id: crypto.randomUUID(),
      patient: this.patient,
      aic: '',
      drug_text: '',
      atc: '',
      group_code: '',
      packs: 1,
      posology: '',
      problem: '',
      aifa_note: '',
      started_on: null,
      stopped_on: null,
      last_prescribed_on: null,
      version: 0,
    };
  }

  protected save(therapy: chart.Therapy): Promise<unknown> {
    return this.scope.write('chart/1', 'SaveTherapy', { therapy });
  }

  override render(): TemplateResult {
    const draft = this.draft;
    const heading = this.record
      ? t('therapy-edit', { name: this.record.drug_text })
      : t('therapy-add');
    return html`<curante-modal heading=${heading} @curante-close=${this.leave}>
      <form @submit=${this.submit}>
        <curante-combobox
          label=${t('therapy-drug')}
          required
          .text=${draft.drug_text}
          .finder=${findDrugs}
          @curante-choose=${this.choseDrug}
        ></curante-combobox>
        <div class="two">
          <div class="field">
            <label for="packs">${t('therapy-packs')}</label>
            <input
              id="packs"
              type="number"
              min="1"
              max="9"
              .value=${String(draft.packs)}
              @input=${(event: Event) => this.set({ packs: Number(valueOf(event)) })}
            />
          </div>
          ${textField('posology', t('therapy-posology'), draft.posology, (posology) => this.set({ posology }))}
        </div>
        <div class="two">
          ${dateField('started', t('therapy-started'), draft.started_on, (started_on) => this.set({ started_on }))}
          ${dateField('stopped', t('therapy-stopped'), draft.stopped_on, (stopped_on) => this.set({ stopped_on }))}
        </div>
        ${this.renderProblem()}
        <curante-problem .problem=${this.problem}></curante-problem>
        ${formButtons(this.busy, this.leave)}
      </form>
    </curante-modal>`;
  }

  private renderProblem(): TemplateResult | typeof nothing {
    if (this.problems.length === 0) return nothing;
    return html`<div class="field">
      <label for="problem">${t('therapy-problem')}</label>
      <select id="problem" @change=${(event: Event) => this.set({ problem: valueOf(event) })}>
        <option value="" ?selected=${!this.draft.problem}>${t('therapy-none-problem')}</option>
        ${this.problems.map(
          (one) =>
            html`<option value=${one.id} ?selected=${one.id === this.draft.problem}>
              ${one.text}
            </option>`,
        )}
      </select>
    </div>`;
  }

  private choseDrug = (event: CustomEvent<formulary.Drug>): void => {
    const drug = event.detail;
    this.set({
      aic: drug.aic,
      drug_text: `${drug.name} ${drug.pack}`,
      atc: drug.atc,
      group_code: drug.group_code,
      // Of another drug; under which of its own it is prescribed, the doctor says when prescribing.
      aifa_note: '',
    });
  };
}
