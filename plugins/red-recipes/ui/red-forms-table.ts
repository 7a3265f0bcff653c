// SPDX-License-Identifier: Apache-2.0
import {
  css,
  CuranteElement,
  customElement,
  format,
  html,
  nothing,
  property,
  rememberFocus,
  repeat,
  state,
  type TemplateResult,
} from '@curante/shell';
import './red-form-detail';
import { t } from './red-texts';
import { toneOfForm, toneOfOutcome, type Form } from './red-words';

/** Recipes on red forms. A double click or the row's button opens the detail. */
@customElement('curante-red-forms')
export class RedFormsTable extends CuranteElement {
  @property({ attribute: false }) forms: Form[] = [];
  @property() caption = '';
  @state() private open_: Form | undefined;
  private restore_focus_ = (): void => undefined;

  static override styles = [
    CuranteElement.styles,
    css`
      td.mono {
        white-space: nowrap;
      }
    `,
  ];

  override render(): TemplateResult {
    const head = ['printed', 'code', 'patient', 'state', 'answer', 'actions'] as const;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${this.caption}>
        <table>
          <caption class="visually-hidden">
            ${this.caption}
          </caption>
          <thead>
            <tr>
              ${head.map((name) => html`<th scope="col">${t(name)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${repeat(
              this.forms,
              (form) => form.code,
              (form) => this.renderRow(form),
            )}
          </tbody>
        </table>
      </div>
      ${this.open_
        ? html`<curante-red-detail
            .form=${this.open_}
            @curante-left=${this.left}
          ></curante-red-detail>`
        : nothing}`;
  }

  private renderRow(form: Form): TemplateResult {
    const said = form.remarks.map((one) => `${one.text} (${one.code})`).join('; ');
    const why = said || form.problem;
    return html`<tr data-code=${form.code} data-state=${form.state} @dblclick=${() => this.open(form)}>
      <td class="number">${format.briefInstant(form.printed)}</td>
      <td class="mono">${form.code}</td>
      <td>
        <strong>${form.patient_name}</strong>
        <div class="soft mono">${form.fiscal_code}</div>
      </td>
      <td>
        <curante-chip tone=${toneOfForm(form)}>${t(`state-${form.state}`)}</curante-chip>
        ${why ? html`<div class="soft">${why}</div>` : nothing}
      </td>
      <td>
        ${form.outcome_text
          ? html`<curante-chip tone=${toneOfOutcome(form.outcome)}>${form.outcome_text}</curante-chip>
              <div class="soft mono">${form.protocol}</div>`
          : html`<span class="soft">${t('no-answer')}</span>`}
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

  private open(form: Form): void {
    this.restore_focus_ = rememberFocus();
    this.open_ = form;
  }

  private left = (): void => {
    this.open_ = undefined;
    this.restore_focus_();
    this.dispatchEvent(new CustomEvent('curante-changed'));
  };
}
