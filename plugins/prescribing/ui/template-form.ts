// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  call,
  CuranteElement,
  customElement,
  html,
  property,
  state,
  type TemplateResult,
} from '@curante/shell';
import type { EditDraft } from './draft';
import { textOf } from './inputs';
import { templateLine } from './lines';
import { t } from './prescribing-texts';

/** Keeps the draft's lines as a template of the doctor's. Sends `curante-saved` once it is kept. */
@customElement('curante-template-form')
export class TemplateForm extends CuranteElement {
  @property({ attribute: false }) draft!: EditDraft;
  @state() private name_ = '';
  /** Made once: saving twice keeps one. */
  private readonly id_ = crypto.randomUUID();

  static override styles = CuranteElement.styles;

  override render(): TemplateResult {
    const { lines } = this.draft;
    return html`<curante-modal heading=${t('template-keep-heading')}>
      <form class="stack" @submit=${this.submit}>
        <div class="field">
          <label for="name" class="required">${t('template-name')}</label>
          <input
            id="name"
            autocomplete="off"
            autofocus
            required
            maxlength="80"
            .value=${this.name_}
            @input=${(event: Event) => (this.name_ = textOf(event))}
          />
        </div>
        <ul class="plain soft">
          ${lines.map((line) => html`<li>${line.text}</li>`)}
        </ul>
        <p class="soft">${t('template-keeps')}</p>
        <curante-problem .problem=${this.problem}></curante-problem>
        <div class="row">
          <button
            class="primary push"
            type="submit"
            ?disabled=${this.busy || !this.name_.trim()}
          >
            ${t('template-keep-confirm')}
          </button>
        </div>
      </form>
    </curante-modal>`;
  }

  private submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { draft } = this;
    const kept = await this.act(() =>
      call('prescribing/1', 'SaveTemplate', {
        template_: {
          id: this.id_,
          name: this.name_.trim(),
          lines: draft.lines.map(templateLine),
          diagnosis_code: draft.diagnosis_code,
          diagnosis_text: draft.diagnosis_text,
        },
      }),
    );
    if (!kept) return;
    announce(t('template-kept', { name: kept.name }));
    this.dispatchEvent(new CustomEvent('curante-saved', { detail: kept }));
  };
}
