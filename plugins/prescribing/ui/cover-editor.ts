// SPDX-License-Identifier: Apache-2.0
import {
  css,
  CuranteElement,
  customElement,
  html,
  nothing,
  property,
  type TemplateResult,
} from '@curante/shell';
import type { recipe_transmitter } from '@curante/contracts';
import { abroad, atSea, blankCover, mayBeAbroad } from './cover';
import type { EditDraft } from './draft';
import { dateField, textOf, tick } from './inputs';
import { t } from './prescribing-texts';

type Cover = recipe_transmitter.ForeignCover;

/** What the kind of patient asks for, and no more. Sends `curante-change` with what changed. */
@customElement('curante-cover')
export class CoverEditor extends CuranteElement {
  @property({ attribute: false }) draft!: EditDraft;
  @property({ type: Boolean }) disabled = false;

  static override styles = [
    CuranteElement.styles,
    css`
      .details {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr));
        gap: 0.4rem 0.8rem;
        padding: 0.5rem 0.6rem;
        margin-top: 0.4rem;
        background: var(--surface-sunk);
        border-radius: var(--radius);
      }
    `,
  ];

  override render(): TemplateResult {
    const { draft } = this;
    const kind = draft.patient_kind;
    const shown = abroad(kind) || (mayBeAbroad(kind) && draft.foreign);
    return html`${shown ? this.renderForeign() : nothing}
      ${atSea(kind) ? this.renderSeafarer() : nothing}
      ${mayBeAbroad(kind) && !abroad(kind) ? this.renderWhether() : nothing}`;
  }

  /** Who need not have a foreign card may have one. */
  private renderWhether(): TemplateResult {
    return tick({
      text: t('foreign-too'),
      on: Boolean(this.draft.foreign),
      disabled: this.disabled,
      turn: (on) => this.change({ foreign: on ? { ...blankCover } : null }),
    });
  }

  private renderForeign(): TemplateResult {
    const cover = this.draft.foreign;
    const change = (patch: Partial<Cover>): void => this.coverChange(patch);
    const text = (member: keyof Cover & ('state' | 'institution' | 'personal_number' | 'card_number')) =>
      this.textField(member, t(`foreign-${member}`), cover?.[member] ?? '', (value) =>
        change({ [member]: member === 'state' ? value.toUpperCase() : value }),
      );
    const date = (member: 'birth_date' | 'card_until') =>
      dateField({
        id: member,
        name: t(`foreign-${member}`),
        value: cover?.[member],
        disabled: this.disabled,
        change: (day) => change({ [member]: day || null }),
      });
    return html`<div class="details" role="group" aria-label=${t('foreign')}>
      ${text('state')} ${text('institution')} ${text('personal_number')} ${text('card_number')}
      ${date('birth_date')} ${date('card_until')}
    </div>`;
  }

  private renderSeafarer(): TemplateResult {
    const { sasn_card, sasn_company } = this.draft;
    return html`<div class="details" role="group" aria-label=${t('sasn')}>
      ${this.textField('card', t('sasn-card'), sasn_card, (value) => this.change({ sasn_card: value }))}
      ${this.textField('company', t('sasn-company'), sasn_company, (value) =>
        this.change({ sasn_company: value }),
      )}
    </div>`;
  }

  private textField(
    id: string,
    label: string,
    value: string,
    set: (value: string) => void,
  ): TemplateResult {
    return html`<div class="field">
      <label for=${id}>${label}</label>
      <input
        id=${id}
        autocomplete="off"
        maxlength=${id === 'state' ? 2 : nothing}
        .value=${value}
        ?disabled=${this.disabled}
        @input=${(event: Event) => set(textOf(event))}
      />
    </div>`;
  }

  private coverChange(patch: Partial<Cover>): void {
    this.change({ foreign: { ...blankCover, ...this.draft.foreign, ...patch } });
  }

  private change(patch: Partial<EditDraft>): void {
    this.dispatchEvent(new CustomEvent('curante-change', { detail: patch }));
  }
}
