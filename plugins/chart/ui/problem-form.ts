// SPDX-License-Identifier: Apache-2.0
import { customElement, html, property, type TemplateResult } from '@curante/shell';
import type { chart, terminology } from '@curante/contracts';
import { t } from './chart-texts';
import { checkedOf } from './dialog-form';
import { codeFinder, dateField, formButtons, formStyles, textField } from './form-parts';
import { RecordForm } from './record-form';

const findDiagnosis = codeFinder('icd9cm');

@customElement('curante-problem-form')
export class ProblemForm extends RecordForm<chart.Problem> {
  @property({ attribute: false }) record: chart.Problem | undefined;

  static override styles = [RecordForm.styles, formStyles];

  protected begin(): chart.Problem {
    if (this.record) return { ...this.record };
    return {
      id: crypto.randomUUID(),
      patient: this.patient,
      icd9: '',
      text: '',
      onset: null,
      active: true,
      chronic: false,
      notes: '',
      version: 0,
    };
  }

  protected save(problem: chart.Problem): Promise<unknown> {
    return this.scope.write('chart/1', 'SaveProblem', { problem });
  }

  override render(): TemplateResult {
    const draft = this.draft;
    const heading = this.record ? t('problem-edit', { name: this.record.text }) : t('problem-add');
    const box = (name: 'active' | 'chronic', label: 'problem-active' | 'problem-chronic') =>
      html`<label class="check">
        <input
          type="checkbox"
          .checked=${draft[name]}
          @change=${(event: Event) => this.set({ [name]: checkedOf(event) })}
        />${t(label)}
      </label>`;
    return html`<curante-modal heading=${heading} @curante-close=${this.leave}>
      <form @submit=${this.submit}>
        <curante-combobox
          label=${t('problem-search')}
          .text=${draft.icd9}
          .finder=${findDiagnosis}
          @curante-choose=${(event: CustomEvent<terminology.Concept>) =>
            this.set({ icd9: event.detail.code, text: event.detail.text })}
          @curante-clear=${() => this.set({ icd9: '' })}
        ></curante-combobox>
        ${textField('text', t('problem-text'), draft.text, (text) => this.set({ text }), true)}
        <div class="two">
          ${dateField('onset', t('problem-onset'), draft.onset, (onset) => this.set({ onset }))}
          <div class="row">${box('chronic', 'problem-chronic')} ${box('active', 'problem-active')}</div>
        </div>
        ${textField('notes', t('problem-notes'), draft.notes, (notes) => this.set({ notes }))}
        <curante-problem .problem=${this.problem}></curante-problem>
        ${formButtons(this.busy, this.leave)}
      </form>
    </curante-modal>`;
  }
}
