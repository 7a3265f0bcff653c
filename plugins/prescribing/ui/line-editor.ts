// SPDX-License-Identifier: Apache-2.0
import {
  css,
  CuranteElement,
  customElement,
  firstClick,
  html,
  nothing,
  property,
  session,
  type TemplateResult,
} from '@curante/shell';
import type { chart } from '@curante/contracts';
import type { EditLine } from './draft';
import './drug-fields';
import type { DrugFields } from './drug-fields';
import { priceOf } from './lines';
import { t } from './prescribing-texts';
import { factsOf } from './service-finder';
import './service-fields';
import type { ServiceFields } from './service-fields';

/**
 * One line of the draft: what it is, and its fields. Sends `curante-change` with what changed,
 * `curante-remove`, and `curante-favourite` to keep it or to keep it no longer.
 */
@customElement('curante-line-editor')
export class LineEditor extends CuranteElement {
  @property({ attribute: false }) line!: EditLine;
  @property({ type: Number }) number = 1;
  @property({ type: Boolean }) disabled = false;
  /** The patient's. */
  @property({ attribute: false }) exemptions: chart.Exemption[] = [];
  /** That of all lines. */
  @property() exemption = '';
  /** It goes at the patient's own charge: as the doctor says, or the rules. */
  @property({ type: Boolean }) white = false;
  /** The draft goes on paper. */
  @property({ type: Boolean, attribute: 'on-paper' }) onPaper = false;
  /** It is one of the doctor's favourites. */
  @property({ type: Boolean }) favourite = false;

  static override styles = [
    CuranteElement.styles,
    css`
      .line {
        display: grid;
        grid-template-columns: 1.4rem minmax(0, 1fr) auto;
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
      .facts.service {
        display: inline-flex;
      }
      .fields {
        grid-area: 2 / 2 / auto / -1;
      }
      .buttons {
        grid-area: 1 / 3;
        white-space: nowrap;
      }
      .tag {
        font-size: 0.85rem;
        font-weight: 600;
        color: var(--accent);
      }
    `,
  ];

  override focus(): void {
    this.find<DrugFields | ServiceFields>('curante-drug-fields, curante-service-fields')?.focus();
  }

  /** To the choice of its AIFA note. */
  focusNote(): void {
    this.find<DrugFields>('curante-drug-fields')?.focusNote();
  }

  override async getUpdateComplete(): Promise<boolean> {
    const done = await super.getUpdateComplete();
    await this.find<DrugFields>('curante-drug-fields, curante-service-fields')?.updateComplete;
    return done;
  }

  override render(): TemplateResult {
    const { line } = this;
    return html`<div
      class="line"
      role="group"
      aria-label="${t('line', { line: this.number })}: ${line.text}"
    >
      <span class="number">${this.number}.</span>
      <div>
        <strong>${line.text}</strong>
        ${line.therapy ? html`<span class="tag">${t('renewal')}</span>` : nothing}
        ${this.white ? html`<span class="tag">${t('white-tag')}</span>` : nothing}
        ${this.renderOwnExemption()}
        <div class="facts ${line.kind}">${this.facts().map((fact) => html`<span>${fact}</span>`)}</div>
      </div>
      <div class="fields">
        ${line.kind === 'drug'
          ? html`<curante-drug-fields
              .line=${line}
              ?white=${this.white}
              .exemptions=${this.exemptions}
              exemption=${this.exemption}
              ?disabled=${this.disabled}
              @curante-change=${this.changed}
            ></curante-drug-fields>`
          : html`<curante-service-fields
              .line=${line}
              ?on-paper=${this.onPaper}
              .exemptions=${this.exemptions}
              exemption=${this.exemption}
              ?disabled=${this.disabled}
              @curante-change=${this.changed}
            ></curante-service-fields>`}
      </div>
      ${this.renderButtons()}
    </div>`;
  }

  /** Where it departs from the others: it goes on a recipe of its own. */
  private renderOwnExemption(): TemplateResult | typeof nothing {
    const { exemption } = this.line;
    if (exemption === null || exemption === this.exemption || this.white) return nothing;
    const words = exemption ? t('exemption-part', { code: exemption }) : t('exemption-without');
    return html`<span class="tag" data-own-exemption=${exemption}>${words}</span>`;
  }

  private facts(): string[] {
    const { line } = this;
    const { drug, service } = line;
    if (line.kind === 'service') {
      if (!service) return [line.service_code, t('service-unknown')];
      return [service.code, ...factsOf(service), service.note].filter(Boolean);
    }
    if (!drug) return [t('drug-unknown')];
    const by_group = drug.group_code && line.by_active_substance && !line.not_replaceable;
    return [
      `${drug.active_substance} ${drug.strength}`.trim(),
      drug.form,
      t('class', { class: drug.drug_class }),
      priceOf(drug),
      by_group ? t('by-substance') : '',
    ].filter(Boolean);
  }

  private renderButtons(): TemplateResult {
    const name = { drug: this.line.text };
    const star = t('favourite-of', name);
    return html`<div class="buttons">
      <button
        class="small plain"
        aria-label=${star}
        title=${star}
        aria-pressed=${this.favourite}
        ?disabled=${this.disabled}
        ?hidden=${!session.may('prescription.issue')}
        @click=${() => this.dispatchEvent(new CustomEvent('curante-favourite'))}
      >
        ${this.favourite ? '★' : '☆'}</button
      ><button
        class="small plain"
        aria-label=${t('remove', name)}
        title=${t('remove', name)}
        ?disabled=${this.disabled}
        @click=${firstClick(() => this.dispatchEvent(new CustomEvent('curante-remove')))}
      >
        ✕
      </button>
    </div>`;
  }

  private changed = (event: CustomEvent<Partial<EditLine>>): void => {
    this.dispatchEvent(new CustomEvent('curante-change', { detail: event.detail }));
  };
}
