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
      .search {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0.5rem;
        align-items: end;
      }
      .kinds {
        display: flex;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
        overflow: clip;
      }
      .kinds button {
        border: 0;
        border-radius: 0;
        min-height: 2rem;
      }
      .kinds button[aria-pressed='true'] {
        background: var(--accent-soft);
        color: var(--accent);
        font-weight: 650;
        box-shadow: inset 0 -3px 0 var(--accent);
      }
      @media (max-width: 700px) {
        .search {
          grid-template-columns: minmax(0, 1fr);
        }
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
    return html`<div class="search">
      <div class="kinds" role="group" aria-label=${t('search-kind')}>
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
      ></curante-combobox>
    </div>`;
  }

  private renderKind(kind: LineKind, key: string): TemplateResult {
    return html`<button
      aria-pressed=${this.kind_ === kind}
      ?disabled=${this.disabled}
      @click=${() => this.begin(kind)}
    >
      ${t(kind === 'drug' ? 'search-drugs' : 'search-services')}
      <kbd aria-hidden="true">Alt+${key}</kbd>
    </button>`;
  }
}
