// SPDX-License-Identifier: Apache-2.0
import { css, customElement, html, nothing, property, type TemplateResult } from '@curante/shell';
import { picker, tick } from './inputs';
import { LineFields } from './line-fields';
import type { EditLine } from './draft';
import './note-choice';
import type { NoteChoice } from './note-choice';
import { t } from './prescribing-texts';
import { reasonsNotToReplace } from './recipe-kind';

/** The fields of a drug. Sends `curante-change` with what changed. */
@customElement('curante-drug-fields')
export class DrugFields extends LineFields {
  /** It goes at the patient's own charge: as the doctor says, or the rules. */
  @property({ type: Boolean }) white = false;

  static override styles = [
    LineFields.styles,
    css`
      .options {
        margin-top: 0.3rem;
      }
      .repeat {
        width: 12rem;
      }
      .reason {
        flex: 0 1 auto;
      }
      .plan {
        flex: 0 1 15rem;
      }
    `,
  ];

  override focus(): void {
    this.focusOn('quantity');
  }

  /** To the choice of a note, as where it is still to be made. */
  focusNote(): void {
    this.find<NoteChoice>('curante-note-choice')?.focus();
  }

  protected override willUpdate(): void {
    if (this.told()) this.open_ = true;
  }

  /** What was said stays in sight; only what nobody has touched can be folded away. */
  private told(): boolean {
    const { line } = this;
    return (
      line.not_replaceable ||
      line.white ||
      line.therapeutic_plan !== '' ||
      !line.by_active_substance
    );
  }

  override render(): TemplateResult {
    const { line } = this;
    const open = this.open_;
    return html`<div class="fields">
        ${this.renderQuantity()}
        ${this.white ? nothing : this.renderExemption()}
        <button
          class="small plain"
          aria-expanded=${open}
          aria-label=${t('options-label', { drug: line.text })}
          ?hidden=${this.told()}
          @click=${() => (this.open_ = !open)}
        >
          ${t('options')} <span aria-hidden="true">${open ? '▴' : '▾'}</span>
        </button>
      </div>
      <curante-note-choice
        .line=${line}
        ?disabled=${this.disabled}
        @curante-change=${(event: CustomEvent<Partial<EditLine>>) => this.change(event.detail)}
      ></curante-note-choice>
      ${this.white ? this.renderWhite() : nothing}
      ${open ? this.renderExtra() : nothing}`;
  }

  private renderQuantity(): TemplateResult {
    const { line } = this;
    return html`${this.renderNumber({
      id: 'quantity',
      name: t('quantity'),
      label: t('quantity-label', { drug: line.text }),
      value: line.quantity,
      // What the message of the SSN has room for counts for no white recipe.
      most: this.white ? 99 : 9,
      change: (quantity) => ({ quantity }),
    })}
    ${this.renderWords({
      id: 'posology',
      name: t('posology'),
      label: t('posology-label', { drug: line.text }),
      value: line.posology,
      change: (posology) => ({ posology }),
    })}`;
  }

  private renderWhite(): TemplateResult {
    const { line } = this;
    return html`<div class="fields options">
      <div class="field repeat">
        ${picker({
          id: 'repeatable',
          name: t('repeatable'),
          label: t('repeatable-label', { drug: line.text }),
          disabled: this.disabled,
          value: line.repeatable ? 'RR' : 'RNR',
          choices: [
            { value: 'RR', text: t('repeatable-rr') },
            { value: 'RNR', text: t('repeatable-rnr') },
          ],
          pick: (value) =>
            this.change({
              repeatable: value === 'RR',
              one_pack_only: value === 'RR' && line.one_pack_only,
            }),
        })}
      </div>
      ${line.repeatable && line.quantity === 1
        ? tick({
            text: t('one-pack-only'),
            label: t('one-pack-only-label', { drug: line.text }),
            on: line.one_pack_only,
            disabled: this.disabled,
            turn: (one_pack_only) => this.change({ one_pack_only }),
          })
        : nothing}
    </div>`;
  }

  private renderExtra(): TemplateResult {
    const { line } = this;
    const { drug } = line;
    return html`<div class="fields options">
      ${drug?.group_code && !line.not_replaceable
        ? tick({
            text: t('by-pack'),
            label: t('by-pack-label', { drug: line.text }),
            on: !line.by_active_substance,
            disabled: this.disabled,
            turn: (on) => this.change({ by_active_substance: !on }),
          })
        : nothing}
      ${tick({
        text: t('not-replaceable'),
        label: t('not-replaceable-label', { drug: line.text }),
        on: line.not_replaceable,
        disabled: this.disabled,
        turn: (not_replaceable) =>
          this.change({ not_replaceable, not_replaceable_reason_code: '' }),
      })}
      ${line.not_replaceable ? this.renderReason() : nothing}
      ${drug && (line.white || !this.white)
        ? tick({
            text: t('white'),
            label: t('white-label', { drug: line.text }),
            on: line.white,
            disabled: this.disabled,
            // At the patient's charge no note counts; at the SSN's it is chosen anew.
            turn: (white) => this.change({ white, aifa_note: white ? '' : line.aifa_note }),
          })
        : nothing}
      ${this.renderWords({
        id: 'plan',
        name: t('plan'),
        label: t('plan-label', { drug: line.text }),
        value: line.therapeutic_plan,
        class: 'plan',
        change: (plan) => ({ therapeutic_plan: plan.trim() }),
      })}
    </div>`;
  }

  private renderReason(): TemplateResult {
    const { line } = this;
    return html`<div class="field fits reason">
      ${picker({
        id: 'reason',
        name: t('reason-code'),
        label: t('reason-code-label', { drug: line.text }),
        disabled: this.disabled,
        value: line.not_replaceable_reason_code,
        choices: [
          { value: '', text: t('reason-pick') },
          ...reasonsNotToReplace.map((code) => ({ value: code, text: t(`reason-${code}`) })),
        ],
        pick: (not_replaceable_reason_code) => this.change({ not_replaceable_reason_code }),
      })}
    </div>`;
  }
}
