// SPDX-License-Identifier: Apache-2.0
import { customElement, html, nothing, property, type TemplateResult } from '@curante/shell';
import type { chart, terminology } from '@curante/contracts';
import { t } from './chart-texts';
import { checkedOf, valueOf } from './dialog-form';
import { codeFinder, dateField, formButtons, formStyles, textField } from './form-parts';
import { RecordForm } from './record-form';

const findAtc = codeFinder('atc');

@customElement('curante-allergy-form')
export class AllergyForm extends RecordForm<chart.Allergy> {
  @property({ attribute: false }) record: chart.Allergy | undefined;

  static override styles = [RecordForm.styles, formStyles];

  protected begin(): chart.Allergy {
    if (this.record) return { ...this.record };
    return {
      id: crypto.randomUUID(),
      patient: this.patient,
      kind: 'allergy',
      atc: '',
      substance: '',
      reaction: '',
      severe: false,
      noted_on: null,
      active: true,
      version: 0,
    };
  }

  protected save(allergy: chart.Allergy): Promise<unknown> {
    return this.scope.write('chart/1', 'SaveAllergy', { allergy });
  }

  override render(): TemplateResult {
    const draft = this.draft;
    const heading = this.record ? t('allergy-edit', { name: this.record.substance }) : t('allergy-add');
    return html`<curante-modal heading=${heading} @curante-close=${this.leave}>
      <form @submit=${this.submit}>
        <div class="two">
          ${textField('substance', t('substance'), draft.substance, (substance) => this.set({ substance }), true)}
          <div class="field">
            <label for="kind">${t('kind')}</label>
            <select
              id="kind"
              @change=${(event: Event) => this.set({ kind: valueOf(event) as chart.Allergy['kind'] })}
            >
              <option value="allergy" ?selected=${draft.kind === 'allergy'}>${t('kind-allergy')}</option>
              <option value="intolerance" ?selected=${draft.kind === 'intolerance'}>
                ${t('kind-intolerance')}
              </option>
            </select>
          </div>
        </div>
        <div class="field">
          <curante-combobox
            label=${t('atc-search')}
            clear-after
            .finder=${findAtc}
            @curante-choose=${this.choseAtc}
          ></curante-combobox>
          <span class=${draft.atc ? '' : 'soft'}
            >${draft.atc ? t('atc-chosen', { code: draft.atc }) : t('atc-none')}</span
          >
        </div>
        <div class="two">
          ${textField('reaction', t('reaction'), draft.reaction, (reaction) => this.set({ reaction }))}
          ${dateField('noted', t('noted-on'), draft.noted_on, (noted_on) => this.set({ noted_on }))}
        </div>
        <label class="check">
          <input
            type="checkbox"
            .checked=${draft.severe}
            @change=${(event: Event) => this.set({ severe: checkedOf(event) })}
          />${t('severe')}
        </label>
        ${this.record
          ? html`<label class="check">
              <input
                type="checkbox"
                .checked=${!draft.active}
                @change=${(event: Event) => this.set({ active: !checkedOf(event) })}
              />${t('allergy-wrong')}
            </label>`
          : nothing}
        <curante-problem .problem=${this.problem}></curante-problem>
        ${formButtons(this.busy, this.leave)}
      </form>
    </curante-modal>`;
  }

  private choseAtc = (event: CustomEvent<terminology.Concept>): void => {
    const { code, text } = event.detail;
    this.set({ atc: code, substance: this.draft.substance || text });
  };
}
