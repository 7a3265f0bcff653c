// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  call,
  css,
  CuranteElement,
  customElement,
  firstClick,
  html,
  nothing,
  property,
  rememberFocus,
  resync,
  state,
  table,
  type PropertyValues,
  type TemplateResult,
} from '@curante/shell';
import type { red_recipes } from '@curante/contracts';
import './red-block-form';
import './red-printer-form';
import { t } from './red-texts';

/** The printers of a doctor, each with the pad in it. */
@customElement('curante-red-blocks')
export class RedBlocks extends CuranteElement {
  @property() doctor = '';
  @state() private blocks_: red_recipes.Block[] | undefined;
  @state() private dialog_: 'block' | 'printer' | '' = '';
  @state() private chosen_: red_recipes.Block | undefined;
  private restore_focus_ = (): void => undefined;
  /** Counts questions, and of what is shown which told it: an older answer shows nothing. */
  private asked_ = 0;
  private told_ = 0;

  static override styles = [
    CuranteElement.styles,
    css`
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 0.3rem;
      }
      h2 {
        margin-bottom: 0.4rem;
      }
      .problem {
        max-width: 22rem;
        white-space: normal;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.onEvent('red-form-changed/1', () => void this.load());
    this.onEvent(resync, () => void this.load());
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('doctor') || !this.doctor) return;
    // A pad must not be put into what is another doctor's printer.
    this.blocks_ = undefined;
    void this.load();
  }

  override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="blocks">
      <div class="row">
        <h2 id="blocks">${t('blocks')}</h2>
        <button class="push" @click=${() => this.open('printer', undefined)}>
          ${t('add-printer')}
        </button>
      </div>
      <curante-problem .problem=${this.problem}></curante-problem>
      ${this.blocks_ === undefined
        ? this.renderUnread()
        : this.blocks_.length === 0
          ? html`<p class="empty">${t('blocks-empty')}</p>`
          : this.renderTable(this.blocks_)}
      ${this.renderDialog()}
    </section>`;
  }

  /** Nothing is on its way any more once it has failed: why stands above. */
  private renderUnread(): TemplateResult {
    if (!this.problem) return html`<p role="status">${t('loading')}</p>`;
    return html`<p data-unread>
      ${t('blocks-unread')}
      <button class="small" @click=${firstClick(() => void this.load())}>${t('again')}</button>
    </p>`;
  }

  private renderTable(blocks: red_recipes.Block[]): TemplateResult {
    const head = ['printer', 'next', 'left', 'order', 'actions'] as const;
    return table(
      t('blocks'),
      head.map((name) => t(name)),
      blocks.map((block) => this.renderRow(block)),
    );
  }

  private renderRow(block: red_recipes.Block): TemplateResult {
    const { name, tray } = block.printer;
    return html`<tr data-printer=${name}>
      <td><strong>${name}</strong>${tray ? html`<div class="soft">${t('tray')}: ${tray}</div>` : nothing}
        ${block.printer.usual ? html` <curante-chip tone="blue">${t('usual-chip')}</curante-chip>` : nothing}
        ${block.problem ? html`<div class="problem">${block.problem}</div>` : nothing}</td>
      <td class="mono">
        ${block.next_code ||
        html`<curante-chip tone="amber">${t(this.lackOf(block))}</curante-chip>`}
      </td>
      <td class="number">${block.left}</td>
      <td>${this.orderOf(block)}</td>
      <td>
        <div class="actions">
          <button
            class="small ${block.next_code ? '' : 'primary'}"
            aria-label=${t(block.one_by_one ? 'set-code-of' : 'set-block-of', { name })}
            @click=${() => this.open('block', block)}
          >
            ${t(block.one_by_one ? 'set-code' : 'set-block')}
          </button>
          <button
            class="small"
            aria-label=${t('edit-printer-of', { name })}
            @click=${() => this.open('printer', block)}
          >
            ${t('edit-printer')}
          </button>
          ${this.blocks_ && this.blocks_.length > 1 && !block.printer.usual
            ? html`<button
                class="small"
                data-make-usual
                aria-label=${t('make-usual-of', { name })}
                ?disabled=${this.busy}
                @click=${() => void this.makeUsual(block.printer)}
              >
                ${t('make-usual')}
              </button>`
            : nothing}
        </div>
      </td>
    </tr>`;
  }

  private async makeUsual(printer: red_recipes.Printer): Promise<void> {
    const request = { printer: { ...printer, usual: true } };
    if (!(await this.act(() => call('red-recipes/1', 'SavePrinter', request)))) return;
    announce(t('usual-told', { name: printer.name }));
    await this.load();
  }

  /** Why there is no next form. */
  private lackOf(block: red_recipes.Block): 'code-asked' | 'exhausted' | 'no-block' {
    if (block.one_by_one) return 'code-asked';
    return block.first_code ? 'exhausted' : 'no-block';
  }

  private orderOf(block: red_recipes.Block): string {
    if (block.one_by_one) return t('each-form');
    if (!block.first_code) return '–';
    return t(block.descending ? 'descending' : 'ascending');
  }

  private renderDialog(): TemplateResult | typeof nothing {
    if (this.dialog_ === 'block' && this.chosen_) {
      return html`<curante-red-block-form
        .doctor=${this.doctor}
        .block=${this.chosen_}
        @curante-left=${this.close}
      ></curante-red-block-form>`;
    }
    if (this.dialog_ !== 'printer') return nothing;
    return html`<curante-red-printer-form
      .doctor=${this.doctor}
      .printer=${this.chosen_?.printer}
      @curante-left=${this.close}
    ></curante-red-printer-form>`;
  }

  private open(dialog: 'block' | 'printer', block: red_recipes.Block | undefined): void {
    this.restore_focus_ = rememberFocus();
    this.chosen_ = block;
    this.dialog_ = dialog;
  }

  private close = (): void => {
    this.dialog_ = '';
    this.restore_focus_();
    void this.load();
  };

  private async load(): Promise<void> {
    const { doctor } = this;
    if (!doctor) return;
    const asked = ++this.asked_;
    const list = await this.attempt(() => this.read(doctor));
    if (!list || doctor !== this.doctor || asked < this.told_) return;
    this.told_ = asked;
    this.blocks_ = list.blocks;
  }

  /** Undefined where another doctor is looked at by now: what failed was nothing of that one's. */
  private async read(doctor: string): Promise<red_recipes.BlockList | undefined> {
    try {
      return await call('red-recipes/1', 'ListBlocks', { doctor });
    } catch (error) {
      if (doctor !== this.doctor) return undefined;
      throw error;
    }
  }
}
