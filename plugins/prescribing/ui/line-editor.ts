// SPDX-License-Identifier: Apache-2.0
import {
  css,
  CuranteElement,
  customElement,
  format,
  html,
  nothing,
  property,
  type TemplateResult,
} from '@curante/shell';
import type { EditLine } from './draft';
import { t } from './prescribing-texts';

function textOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}

/** One line of the draft. Sends `curante-change` with what changed, and `curante-remove`. */
@customElement('curante-line-editor')
export class LineEditor extends CuranteElement {
  @property({ attribute: false }) line!: EditLine;
  @property({ type: Number }) number = 1;
  @property({ type: Boolean }) disabled = false;

  static override styles = [
    CuranteElement.styles,
    css`
      .line {
        display: grid;
        grid-template-columns: 1.4rem minmax(0, 1fr) 2.2rem;
        gap: 0.25rem 0.5rem;
        padding: 0.45rem 0;
        border-bottom: 1px solid var(--line);
      }
      .number {
        color: var(--ink-soft);
      }
      .facts {
        font-size: 0.9rem;
        color: var(--ink-soft);
        display: flex;
        flex-wrap: wrap;
        gap: 0 0.8rem;
      }
      .fields {
        grid-column: 2 / -1;
        display: flex;
        flex-wrap: wrap;
        gap: 0.4rem 0.7rem;
        align-items: end;
      }
      .quantity {
        width: 4.6rem;
      }
      .posology {
        flex: 1 1 12rem;
      }
      .note {
        width: 8.5rem;
      }
      .reason {
        flex: 1 1 14rem;
      }
      .tag {
        font-size: 0.85rem;
        font-weight: 600;
        color: var(--accent);
      }
    `,
  ];

  override focus(): void {
    this.find<HTMLInputElement>('#quantity')?.select();
  }

  override render(): TemplateResult {
    const { line } = this;
    const drug = line.drug;
    return html`<div class="line" role="group" aria-label="${t('line', { line: this.number })}: ${line.drug_text}">
      <span class="number">${this.number}.</span>
      <div>
        <strong>${line.drug_text}</strong>
        ${line.therapy ? html`<span class="tag">${t('renewal')}</span>` : nothing}
        <div class="facts">
          ${drug
            ? html`<span>${drug.active_substance} ${drug.strength}</span>
                <span>${drug.form}</span>
                <span>${t('class', { class: drug.drug_class })}</span>
                <span>${format.euro(drug.price)}</span>
                ${drug.group_code && !line.not_replaceable
                  ? html`<span>${t('by-substance')}</span>`
                  : nothing}`
            : html`<span>${t('drug-unknown')}</span>`}
        </div>
      </div>
      <button
        class="small plain"
        aria-label=${t('remove', { drug: line.drug_text })}
        title=${t('remove', { drug: line.drug_text })}
        ?disabled=${this.disabled}
        @click=${() => this.dispatchEvent(new CustomEvent('curante-remove'))}
      >
        ✕
      </button>
      <div class="fields">${this.renderQuantity()} ${this.renderNote()} ${this.renderReplacement()}</div>
    </div>`;
  }

  private renderQuantity(): TemplateResult {
    const { line } = this;
    return html`<div class="field quantity">
        <label for="quantity">${t('quantity')}</label>
        <input
          id="quantity"
          type="number"
          min="1"
          max="9"
          inputmode="numeric"
          aria-label=${t('quantity-label', { drug: line.drug_text })}
          .value=${String(line.quantity)}
          ?disabled=${this.disabled}
          @input=${(event: Event) => this.change({ quantity: Math.trunc(Number(textOf(event))) })}
        />
      </div>
      <div class="field posology">
        <label for="posology">${t('posology')}</label>
        <input
          id="posology"
          autocomplete="off"
          aria-label=${t('posology-label', { drug: line.drug_text })}
          .value=${line.posology}
          ?disabled=${this.disabled}
          @input=${(event: Event) => this.change({ posology: textOf(event) })}
        />
      </div>`;
  }

  private renderNote(): TemplateResult | typeof nothing {
    const { line } = this;
    const notes = line.drug?.notes ?? [];
    if (notes.length === 0 && !line.aifa_note) return nothing;
    const codes = new Set(notes.map((note) => note.code));
    if (line.aifa_note) codes.add(line.aifa_note);
    const condition = notes.find((note) => note.code === line.aifa_note)?.condition ?? '';
    return html`<div class="field note">
      <label for="note">${t('aifa-note')}</label>
      <select
        id="note"
        aria-label=${t('aifa-note-label', { drug: line.drug_text })}
        title=${condition}
        ?disabled=${this.disabled}
        @change=${(event: Event) => this.change({ aifa_note: textOf(event) })}
      >
        <option value="" ?selected=${!line.aifa_note}>${t('aifa-note-none')}</option>
        ${[...codes].map(
          (code) =>
            html`<option value=${code} ?selected=${code === line.aifa_note}>
              ${t('note', { note: code })}
            </option>`,
        )}
      </select>
    </div>`;
  }

  private renderReplacement(): TemplateResult {
    const { line } = this;
    return html`<label class="check">
        <input
          type="checkbox"
          aria-label=${t('not-replaceable-label', { drug: line.drug_text })}
          .checked=${line.not_replaceable}
          ?disabled=${this.disabled}
          @change=${(event: Event) => {
            const not_replaceable = (event.target as HTMLInputElement).checked;
            this.change({ not_replaceable, not_replaceable_reason_code: '' });
          }}
        />${t('not-replaceable')}
      </label>
      ${line.not_replaceable
        ? html`<div class="field reason">
            <label for="reason">${t('reason-code')}</label>
            <select
              id="reason"
              aria-label=${t('reason-code-label', { drug: line.drug_text })}
              ?disabled=${this.disabled}
              @change=${(event: Event) =>
                this.change({ not_replaceable_reason_code: textOf(event) })}
            >
              <option value="">${t('reason-pick')}</option>
              ${(['1', '2', '3', '4'] as const).map(
                (code) =>
                  html`<option
                    value=${code}
                    ?selected=${code === line.not_replaceable_reason_code}
                  >
                    ${t(`reason-${code}`)}
                  </option>`,
              )}
            </select>
          </div>`
        : nothing}`;
  }

  private change(patch: Partial<EditLine>): void {
    this.dispatchEvent(new CustomEvent('curante-change', { detail: patch }));
  }
}
