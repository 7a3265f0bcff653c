// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  call,
  CuranteElement,
  customElement,
  focusIsLost,
  html,
  insist,
  type Modal,
  nothing,
  property,
  rememberFocus,
  session,
  state,
  submitByFirstClick,
  tick,
  type TemplateResult,
} from '@curante/shell';
import type { prescribing, red_recipes } from '@curante/contracts';
import { focusNextTo } from './next-control';
import { t } from './prescribing-texts';
import { showPromemoria } from './promemoria';
import { canGoOnAsRed, waitsForItsForm } from './red-state';

const usual_start_size = 5; // region and year

/**
 * «Continua come rossa», or «Stampa su ricetta rossa» of one that was meant for it: shows the code that the form in the printer must have, asks for the next pad
 * when there is none, and prints.
 */
@customElement('curante-go-on-as-red')
export class GoOnAsRed extends CuranteElement {
  @property({ attribute: false }) recipe!: prescribing.RecipeView;
  @property() patient = '';
  @property() doctor = '';
  @state() private blocks_: red_recipes.Block[] | undefined;
  @state() private printer_ = '';
  @state() private code_ = '';
  @state() private usual_ = false;
  private restore_focus_ = (): void => undefined;
  /** The focus was in here when it was drawn last. */
  private had_focus_ = false;
  private asked_: ((printed: boolean) => void) | undefined;

  /** Opens the dialog as its button does; resolves once it is done with: true when a form was printed. */
  ask(): Promise<boolean> {
    if (!canGoOnAsRed(this.recipe) || !session.may('prescription.issue')) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.asked_ = resolve;
      void this.open();
    });
  }

  private answer(printed: boolean): void {
    this.asked_?.(printed);
    this.asked_ = undefined;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.answer(false);
  }

  protected override willUpdate(): void {
    this.had_focus_ = this.shadowRoot?.activeElement != null;
  }

  protected override updated(): void {
    if (this.had_focus_) void this.keepFocus();
  }

  override render(): TemplateResult | typeof nothing {
    // A dialog that is open stays, with what was typed: whether it can still be printed the server says.
    const can = canGoOnAsRed(this.recipe) && session.may('prescription.issue');
    if (!can && !this.blocks_) return nothing;
    return html`<button class="small" data-go-on-as-red ?disabled=${this.busy} @click=${this.open}>
        ${t(waitsForItsForm(this.recipe) ? 'red-do' : 'go-on-as-red')}
      </button>
      ${this.blocks_
        ? this.renderDialog(this.blocks_)
        : html`<curante-problem .problem=${this.problem}></curante-problem>`}`;
  }

  private renderDialog(blocks: red_recipes.Block[]): TemplateResult {
    const chosen = this.chosen();
    // It never was to be sent: there is nothing that it goes on from.
    const meant = waitsForItsForm(this.recipe);
    return html`<curante-modal
      heading=${t(meant ? 'red-do-heading' : 'red-heading')}
      @curante-close=${this.close}
    >
      <form class="stack" @submit=${this.submit}>
        <p>${t(meant ? 'red-do-text' : 'red-text')}</p>
        ${blocks.length === 0
          ? html`<p><strong>${t('red-no-printer')}</strong></p>`
          : html`<div class="field">
                <label for="printer">${t('red-printer')}</label>
                <select id="printer" @change=${this.choosePrinter}>
                  ${blocks.map(
                    (one) =>
                      html`<option
                        value=${one.printer.name}
                        ?selected=${one.printer.name === this.printer_}
                      >
                        ${one.printer.name}
                      </option>`,
                  )}
                </select>
              </div>
              ${blocks.length > 1
                ? tick({
                    text: t('red-usual'),
                    on: this.usual_,
                    disabled: this.busy,
                    turn: (on) => (this.usual_ = on),
                  })
                : nothing}
              ${chosen?.next_code
                ? html`<p>
                    ${t('red-next')} <strong class="mono" data-next-code>${chosen.next_code}</strong>
                  </p>`
                : this.renderNextBlock(chosen)}`}
        <curante-problem .problem=${this.problem}></curante-problem>
        <div class="row">
          <button type="button" class="push" data-cancel @click=${this.close}>${t('red-cancel')}</button>
          <button
            class="primary"
            data-confirm
            @click=${submitByFirstClick}
            ?disabled=${this.busy || !chosen}
          >
            ${t('red-print')}
          </button>
        </div>
      </form>
    </curante-modal>`;
  }

  private renderNextBlock(chosen: red_recipes.Block | undefined): TemplateResult {
    const usual = chosen?.first_code ? 'red-next-block' : 'red-first-block';
    // A problem says itself which code it wants: the pad in the printer may be used in part.
    const asked = chosen?.problem ? 'red-unused-code' : usual;
    return html`${chosen?.problem ? html`<p role="alert" data-block-problem>${chosen.problem}</p>` : nothing}
      <div class="field">
      <label for="code" class="required">${t(chosen?.one_by_one ? 'red-this-code' : asked)}</label>
      <input
        id="code"
        class="mono"
        maxlength="15"
        required
        autocomplete="off"
        .value=${this.code_}
        @input=${(event: Event) => (this.code_ = (event.target as HTMLInputElement).value)}
      />
    </div>`;
  }

  private choosePrinter = (event: Event): void => {
    this.printer_ = (event.target as HTMLSelectElement).value;
    this.usual_ = this.isOrBecomesUsual();
    this.startCode();
  };

  /** Region and year of the next pad are nearly always known. */
  private startCode(): void {
    if (this.code_.length <= usual_start_size) this.code_ = this.chosen()?.usual_start ?? '';
  }

  /** While none is, the one that is printed on becomes the usual one, so that it is asked for once. */
  private isOrBecomesUsual(): boolean {
    const usual = this.blocks_?.find((one) => one.printer.usual);
    return usual === undefined || usual.printer.name === this.printer_;
  }

  private chosen(): red_recipes.Block | undefined {
    return this.blocks_?.find((one) => one.printer.name === this.printer_);
  }

  private open = async (): Promise<void> => {
    this.restore_focus_ = rememberFocus();
    await this.act(() => this.readBlocks());
    if (!this.blocks_) {
      this.answer(false);
      return this.keepFocus();
    }
    // Once the dialog is open: the button where nothing is left to say, else what is asked for.
    await this.updateComplete;
    await this.find<Modal>('curante-modal')?.updateComplete;
    this.focusNextStep();
  };

  /** What is asked for next; where it cannot be printed any more, what closes the dialog. */
  private focusNextStep(): void {
    const over = !canGoOnAsRed(this.recipe) || (this.problem?.code.startsWith('recipe-') ?? false);
    const next = over ? null : (this.find('#code') ?? this.find('[data-confirm]:not([disabled])'));
    (next ?? this.find('[data-cancel]'))?.focus();
  }

  /** A button that rests, or is gone with what it was for, has the focus no more. */
  private async keepFocus(): Promise<void> {
    await this.updateComplete;
    if (!this.isConnected || this.busy || !focusIsLost()) return;
    if (this.blocks_) return this.focusNextStep();
    this.find('[data-go-on-as-red]:not([disabled])')?.focus();
    if (focusIsLost()) focusNextTo(this);
  }

  private async readBlocks(wanted: () => boolean = () => true): Promise<void> {
    const { blocks } = await call('red-recipes/1', 'ListBlocks', { doctor: this.doctor });
    if (!wanted()) return;
    this.blocks_ = blocks;
    if (!blocks.some((one) => one.printer.name === this.printer_)) {
      const first = blocks.find((one) => one.printer.usual) ?? blocks[0];
      this.printer_ = first?.printer.name ?? '';
      this.usual_ = this.isOrBecomesUsual();
    }
    this.startCode();
  }

  private close = (): void => {
    this.blocks_ = undefined;
    this.problem = undefined;
    this.code_ = '';
    this.printer_ = '';
    this.restore_focus_();
    this.answer(false);
    void this.keepFocus();
  };

  private submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const printed = await this.act(() => this.print());
    if (!printed) {
      // The pad may have come to its end meanwhile: the dialog asks for the next one then.
      if (this.blocks_) await this.readBlocks(() => this.blocks_ !== undefined).catch(() => undefined);
      return this.keepFocus();
    }
    announce(t('red-printed', { code: printed.paper_code }));
    // After a slow answer another patient may be open: this one's paper must not lie over that chart.
    if (!this.isConnected) return;
    const asked = this.asked_;
    this.asked_ = undefined;
    this.close();
    if (printed.document) await showPromemoria(printed, this.patient, () => undefined);
    await this.keepFocus();
    asked?.(true);
  };

  private async print(): Promise<prescribing.RecipeView | undefined> {
    const chosen = this.chosen();
    if (chosen && !chosen.next_code && !(await this.putPad(chosen))) return undefined;
    const several = (this.blocks_?.length ?? 0) > 1;
    if (chosen && several && chosen.printer.usual !== this.usual_) {
      await call('red-recipes/1', 'SavePrinter', { printer: { ...chosen.printer, usual: this.usual_ } });
    }
    const request = { recipe: this.recipe.id, printer: this.printer_ };
    return call('prescribing/1', 'GoOnAsRed', request, { patient: this.patient });
  }

  /** Undefined when the person wants to correct the code. */
  private putPad({ descending }: red_recipes.Block): Promise<red_recipes.Block | undefined> {
    return insist('block-unusual', (confirmed) =>
      call('red-recipes/1', 'SetBlock', {
        printer: this.printer_,
        doctor: this.doctor,
        first_code: this.code_.trim().toUpperCase(),
        descending,
        confirmed,
      }),
    );
  }
}
