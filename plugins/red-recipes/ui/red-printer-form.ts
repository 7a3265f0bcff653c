// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  call,
  css,
  CuranteElement,
  customElement,
  html,
  property,
  showFile,
  state,
  textOf,
  tick,
  type TemplateResult,
} from '@curante/shell';
import type { red_recipes } from '@curante/contracts';
import { fileOf } from './red-file';
import { t } from './red-texts';

type Flag = 'a4' | 'upright' | 'barcodes' | 'bold' | 'usual';
type Margin = 'left_mm' | 'top_mm';

const fresh: red_recipes.Printer = {
  name: '',
  doctor: '',
  tray: '',
  left_mm: 0,
  top_mm: 0,
  a4: false,
  upright: false,
  barcodes: false,
  bold: true,
  usual: false,
};

/** A printer of red forms and how they lie in it. Sends `curante-left` when it is done with. */
@customElement('curante-red-printer-form')
export class RedPrinterForm extends CuranteElement {
  @property({ attribute: false }) printer: red_recipes.Printer | undefined;
  @property() doctor = '';
  @state() private draft_: red_recipes.Printer = fresh;

  static override styles = [
    CuranteElement.styles,
    css`
      .two {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 0.6rem;
      }
      .test {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0.2rem 0.8rem;
        align-items: center;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.draft_ = { ...(this.printer ?? fresh), doctor: this.doctor };
  }

  override render(): TemplateResult {
    return html`<curante-modal heading=${t('printer-heading')} @curante-close=${this.leave}>
      <form class="stack" @submit=${this.submit}>
        <div class="two">
          <div class="field">
            <label for="name" class="required">${t('printer-name')}</label>
            <input
              id="name"
              maxlength="100"
              required
              autofocus
              ?disabled=${this.printer !== undefined}
              .value=${this.draft_.name}
              @input=${(event: Event) => this.set({ name: textOf(event) })}
            />
          </div>
          <div class="field">
            <label for="tray">${t('tray')}</label>
            <input
              id="tray"
              maxlength="100"
              .value=${this.draft_.tray}
              @input=${(event: Event) => this.set({ tray: textOf(event) })}
            />
          </div>
          ${this.renderMargin('left_mm', t('left-mm'))} ${this.renderMargin('top_mm', t('top-mm'))}
        </div>
        <p class="soft" id="margins">${t('margins-hint')}</p>
        <div>
          ${this.renderFlag('a4', t('a4'))} ${this.renderFlag('upright', t('upright'))}
          ${this.renderFlag('barcodes', t('barcodes'))} ${this.renderFlag('bold', t('bold'))}
          ${this.renderFlag('usual', t('usual'))}
        </div>
        <div class="test">
          <button type="button" ?disabled=${this.busy} @click=${this.printTest}>${t('test-page')}</button>
          <span class="soft">${t('test-page-hint')}</span>
        </div>
        <curante-problem .problem=${this.problem}></curante-problem>
        <div class="row">
          <button type="button" class="push" @click=${this.leave}>${t('cancel')}</button>
          <button class="primary" ?disabled=${this.busy}>${t('save')}</button>
        </div>
      </form>
    </curante-modal>`;
  }

  private renderMargin(name: Margin, label: string): TemplateResult {
    return html`<div class="field">
      <label for=${name}>${label}</label>
      <input
        id=${name}
        type="number"
        step="0.5"
        min="-50"
        max="50"
        aria-describedby="margins"
        .value=${String(this.draft_[name])}
        @change=${(event: Event) => this.set({ [name]: Number(textOf(event)) })}
      />
    </div>`;
  }

  private renderFlag(name: Flag, label: string): TemplateResult {
    return tick({
      text: label,
      on: this.draft_[name],
      disabled: this.busy,
      turn: (on) => this.set({ [name]: on }),
    });
  }

  private set(change: Partial<red_recipes.Printer>): void {
    this.draft_ = { ...this.draft_, ...change };
  }

  /** With the place as it stands here, saved or not. */
  private printTest = async (): Promise<void> => {
    const { left_mm, top_mm, a4, upright, barcodes, bold } = this.draft_;
    const place = { left_mm, top_mm, a4, upright, barcodes, bold };
    const page = await this.act(() => call('documents/1', 'DrawRedTest', { place }));
    if (page) await showFile(fileOf(page), t('test-page'));
  };

  private submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const printer = this.draft_;
    const saved = await this.act(() => call('red-recipes/1', 'SavePrinter', { printer }));
    if (!saved) return;
    announce(t('printer-saved', { name: saved.name }));
    this.leave();
  };

  private leave = (): void => {
    this.dispatchEvent(new CustomEvent('curante-left'));
  };
}
