// SPDX-License-Identifier: Apache-2.0
import {
  css,
  CuranteElement,
  customElement,
  html,
  property,
  state,
  type Combobox,
  type TemplateResult,
} from '@curante/shell';
import { findLines, type Found, type LineKind } from './line-finder';
import { t } from './prescribing-texts';

/**
 * The one type-ahead for drugs, services and the doctor's templates, with the switch that says what
 * is meant first. Sends `curante-found` with what was chosen.
 */
@customElement('curante-line-search')
export class LineSearch extends CuranteElement {
  @property({ type: Boolean }) disabled = false;
  @state() private kind_: LineKind = 'drug';

  static override styles = [
    CuranteElement.styles,
    css`
      .kinds {
        display: flex;
        gap: 0.2rem;
      }
      .kinds button {
        border-color: transparent;
        border-radius: var(--radius) var(--radius) 0 0;
        background: transparent;
      }
      .kinds button[aria-pressed='true'] {
        background: var(--accent-soft);
        color: var(--accent);
        font-weight: 650;
        box-shadow: inset 0 -3px 0 var(--accent);
      }
    `,
  ];

  /** Brings one to the field, to look for `kind` if one is named. */
  begin(kind?: LineKind): void {
    if (kind) this.kind_ = kind;
    void this.updateComplete.then(() => this.find<Combobox>('curante-combobox')?.focus());
  }

  override render(): TemplateResult {
    const drug = this.kind_ === 'drug';
    return html`<div class="kinds" role="group" aria-label=${t('search-kind')}>
        ${this.renderKind('drug', 'U')} ${this.renderKind('service', 'E')}
      </div>
      <curante-combobox
        label=${t(drug ? 'drug-search' : 'service-search')}
        placeholder=${t(drug ? 'drug-hint' : 'service-hint')}
        hide-label
        clear-after
        browsable
        ?disabled=${this.disabled}
        .finder=${(text: string, signal: AbortSignal) => findLines(this.kind_, text, signal)}
        @curante-choose=${(event: CustomEvent<Found>) =>
          this.dispatchEvent(new CustomEvent('curante-found', { detail: event.detail }))}
      ></curante-combobox>`;
  }

  private renderKind(kind: LineKind, key: string): TemplateResult {
    return html`<button
      class="small"
      aria-pressed=${this.kind_ === kind}
      ?disabled=${this.disabled}
      @click=${() => this.begin(kind)}
    >
      ${t(kind === 'drug' ? 'search-drugs' : 'search-services')}
      <kbd aria-hidden="true">Alt+${key}</kbd>
    </button>`;
  }
}
