// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  call,
  CuranteElement,
  customElement,
  html,
  insist,
  property,
  state,
  textOf,
  tick,
  type TemplateResult,
} from '@curante/shell';
import type { red_recipes } from '@curante/contracts';
import { t } from './red-texts';

/** Puts a pad into a printer. Sends `curante-left` when it is done with. */
@customElement('curante-red-block-form')
export class RedBlockForm extends CuranteElement {
  @property({ attribute: false }) block!: red_recipes.Block;
  @property() doctor = '';
  @state() private code_ = '';
  @state() private descending_ = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.descending_ = this.block.descending;
    this.code_ = this.block.usual_start;
  }

  override render(): TemplateResult {
    const { printer, one_by_one, usual_start } = this.block;
    const { name } = printer;
    return html`<curante-modal heading=${t('block-heading', { name })} @curante-close=${this.leave}>
      <form class="stack" @submit=${this.submit}>
        <div class="field">
          <label for="code" class="required">${t(one_by_one ? 'this-code' : 'first-code')}</label>
          <input
            id="code"
            class="mono"
            maxlength="15"
            required
            autofocus
            autocomplete="off"
            aria-describedby="code-hint"
            .value=${this.code_}
            @input=${(event: Event) => (this.code_ = textOf(event))}
          />
          <span id="code-hint" class="soft"
            >${t('first-code-hint')} ${usual_start ? t('usual-start') : ''}</span
          >
        </div>
        ${one_by_one
          ? html`<p>${t('one-by-one')}</p>`
          : tick({
              text: t('is-descending'),
              on: this.descending_,
              disabled: false,
              turn: (on) => (this.descending_ = on),
            })}
        <curante-problem .problem=${this.problem}></curante-problem>
        <div class="row">
          <button type="button" class="push" @click=${this.leave}>${t('cancel')}</button>
          <button class="primary" ?disabled=${this.busy}>${t('save')}</button>
        </div>
      </form>
    </curante-modal>`;
  }

  private submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const printer = this.block.printer.name;
    const saved = await this.act(() =>
      insist('block-unusual', (confirmed) =>
        call('red-recipes/1', 'SetBlock', {
          printer,
          doctor: this.doctor,
          first_code: this.code_.trim().toUpperCase(),
          descending: this.descending_,
          confirmed,
        }),
      ),
    );
    if (!saved) return;
    announce(t('block-saved', { name: printer }));
    this.leave();
  };

  private leave = (): void => {
    this.dispatchEvent(new CustomEvent('curante-left'));
  };
}
