// SPDX-License-Identifier: Apache-2.0
import { customElement, format, html, nothing, property, type TemplateResult } from '@curante/shell';
import './red-form-detail';
import { RedTable } from './red-table';
import { t } from './red-texts';
import { toneOfForm, type Form } from './red-words';

/** Recipes on red forms. A double click or the row's button opens the detail. */
@customElement('curante-red-forms')
export class RedFormsTable extends RedTable<Form> {
  @property({ attribute: false }) forms: Form[] = [];

  protected override readonly head = [
    'printed',
    'code',
    'patient',
    'state',
    'answer',
    'actions',
  ] as const;

  protected override rows(): readonly Form[] {
    return this.forms;
  }

  protected override keyOf(form: Form): string {
    return form.code;
  }

  protected override renderRow(form: Form): TemplateResult {
    const said = form.remarks.map((one) => `${one.text} (${one.code})`).join('; ');
    const why = said || form.problem;
    return html`<tr data-code=${form.code} data-state=${form.state} @dblclick=${() => this.open(form)}>
      <td class="number">${format.briefInstant(form.printed)}</td>
      <td class="mono">
        ${form.code}
        ${form.spoilt ? html`<div class="soft">${t('spoilt')}</div>` : nothing}
      </td>
      <td>
        <strong>${form.patient_name}</strong>
        <div class="soft mono">${form.fiscal_code}</div>
      </td>
      <td>
        <curante-chip tone=${toneOfForm(form)}>${t(`state-${form.state}`)}</curante-chip>
        ${why ? html`<div class="soft">${why}</div>` : nothing}
      </td>
      <td>
        ${this.renderOutcome(form, html`<div class="soft mono">${form.protocol}</div>`)}
      </td>
      <td>
        <button
          class="small"
          aria-label=${t('detail-of', { code: form.code })}
          @click=${() => this.open(form)}
        >
          ${t('detail')}
        </button>
      </td>
    </tr>`;
  }

  protected override renderOpen(form: Form): TemplateResult {
    return html`<curante-red-detail .form=${form} @curante-left=${this.left}></curante-red-detail>`;
  }
}
