// SPDX-License-Identifier: Apache-2.0
import {
  css,
  customElement,
  html,
  nothing,
  PatientElement,
  property,
  state,
  type Modal,
  type PropertyValues,
  type TemplateResult,
} from '@curante/shell';
import type { chart, prescribing } from '@curante/contracts';
import { t } from './prescribing-texts';
import { isDue, stockMark } from './stock';

/**
 * Picks long-term therapies to prescribe again; those that are due are picked already, so that
 * Enter takes them. Sends `curante-renew` with those picked.
 */
@customElement('curante-renew')
export class RenewDialog extends PatientElement {
  @property({ attribute: false }) therapies: chart.Therapy[] = [];
  /** How long each still lasts. */
  @property({ attribute: false }) stock: ReadonlyMap<string, prescribing.Stock> = new Map();
  @state() private picked_ = new Set<string>();
  private touched_ = false;

  static override styles = [
    PatientElement.styles,
    css`
      li label {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: 0.1rem 0.7rem;
        align-items: center;
        padding: 0.35rem 0;
        border-bottom: 1px solid var(--line);
        color: var(--ink);
        font-weight: 450;
        font-size: 1rem;
      }
      .send {
        position: sticky;
        bottom: 0;
        background: var(--surface);
        padding: 0.4rem 0;
      }
      .posology {
        display: block;
        font-size: 0.9rem;
      }
      .stock {
        text-align: right;
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues): void {
    // The lights may come on after the dialog has; what the doctor has picked stays then.
    if (this.touched_ || !(changed.has('stock') || changed.has('therapies'))) return;
    const due = this.therapies.filter((one) => isDue(this.stock.get(one.id)));
    this.picked_ = new Set(due.map((one) => one.id));
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (!this.touched_ && changed.has('picked_')) void this.focusFirst();
  }

  /** Once the dialog is open: opening it moves the focus. */
  private async focusFirst(): Promise<void> {
    await this.find<Modal>('curante-modal')?.updateComplete;
    const first = this.picked_.size > 0 ? 'button[type=submit]' : '[data-all]';
    this.find<HTMLElement>(first)?.focus();
  }

  override render(): TemplateResult {
    const count = this.picked_.size;
    return html`<curante-modal wide heading=${t('renew-heading')}>
      <form class="stack" @submit=${this.submit}>
        ${this.therapies.length === 0
          ? html`<p class="empty">${t('renew-none')}</p>`
          : this.renderAll(count)}
        <ul class="plain">
          ${this.therapies.map((one) => this.renderTherapy(one))}
        </ul>
        <div class="row send">
          <button
            class="primary push"
            type="submit"
            ?disabled=${count === 0}
          >
            ${count === 1 ? t('renew-add-one') : t('renew-add', { count })}
            <kbd aria-hidden="true">${t('key-enter')}</kbd>
          </button>
        </div>
      </form>
    </curante-modal>`;
  }

  private renderAll(count: number): TemplateResult {
    const all = count === this.therapies.length;
    return html`<label class="check">
      <input
        type="checkbox"
        data-all
        .checked=${all}
        .indeterminate=${count > 0 && !all}
        @change=${() => this.pick(all ? [] : this.therapies.map((one) => one.id))}
      /><strong>${t('renew-all')}</strong>
      <span class="soft">${count > 0 ? t('renew-due', { count }) : nothing}</span>
    </label>`;
  }

  private renderTherapy(one: chart.Therapy): TemplateResult {
    const mark = stockMark(this.stock.get(one.id));
    return html`<li data-therapy=${one.id}>
      <label>
        <input
          type="checkbox"
          .checked=${this.picked_.has(one.id)}
          @change=${() => this.turn(one.id)}
        />
        <span
          ><strong>${one.drug_text}</strong>
          <span class="soft posology"
            >${[one.posology, t('packs', { count: one.packs })].filter(Boolean).join(' · ')}</span
          ></span
        >
        <span class="stock">${mark ? html`<curante-chip tone=${mark.tone}>${mark.text}</curante-chip>` : nothing}</span>
      </label>
    </li>`;
  }

  private turn(id: string): void {
    const picked = new Set(this.picked_);
    if (!picked.delete(id)) picked.add(id);
    this.pick([...picked]);
  }

  private pick(ids: string[]): void {
    this.touched_ = true;
    this.picked_ = new Set(ids);
  }

  private submit = (event: Event): void => {
    event.preventDefault();
    const picked = this.therapies.filter((one) => this.picked_.has(one.id));
    this.dispatchEvent(new CustomEvent('curante-renew', { detail: picked }));
  };
}
