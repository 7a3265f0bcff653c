// SPDX-License-Identifier: Apache-2.0
import {
  css,
  CuranteElement,
  customElement,
  html,
  nothing,
  placeOf,
  placeStyles,
  property,
  session,
  type TemplateResult,
} from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import { chosenOf, isMode } from './delivery';
import { picker } from './inputs';
import { t } from './prescribing-texts';

/**
 * How the recipes of a draft get to the patient, where they go, and what stands in the way of the rest.
 * Sends `curante-delivery` with the mode, `curante-usual` with one that is to be usual with this doctor
 * (empty: none is any more), `curante-contacts` to change where the patient is reached.
 */
@customElement('curante-delivery-choice')
export class DeliveryChoiceField extends CuranteElement {
  @property({ attribute: false }) choices: prescribing.DeliveryChoice[] = [];
  @property() delivery = '';
  /** The mode that is usual with this doctor; empty: as in the region. */
  @property() usual = '';
  @property({ type: Boolean }) disabled = false;

  static override styles = [
    CuranteElement.styles,
    placeStyles,
    css`
      .line {
        display: flex;
        flex-wrap: wrap;
        gap: 0.3rem 0.7rem;
        align-items: center;
        margin-bottom: 0.4rem;
      }
    `,
  ];

  override render(): TemplateResult | typeof nothing {
    const choices = this.choices.filter((one) => isMode(one.mode));
    const chosen = chosenOf(this.delivery, choices, this.usual);
    // Where paper is the only way there is nothing to choose.
    if (!chosen || choices.length < 2) return nothing;
    return html`<div class="line fits" data-delivery=${chosen.mode}>
      ${picker({
        id: 'delivery',
        name: t('delivery'),
        label: t('delivery'),
        disabled: this.disabled,
        value: chosen.mode,
        choices: choices.map((one) => ({
          value: one.mode,
          text: this.nameOf(one),
          disabled: !one.offered,
        })),
        pick: (mode) => this.dispatchEvent(new CustomEvent('curante-delivery', { detail: mode })),
      })}
      <kbd aria-hidden="true">Alt+C</kbd>
      ${this.renderUsual(chosen)}
      ${placeOf(chosen)}
      ${this.renderClosed(choices)}
    </div>`;
  }

  override focus(): void {
    this.find<HTMLSelectElement>('#delivery')?.focus();
  }

  private renderUsual({ mode }: prescribing.DeliveryChoice): TemplateResult {
    const usual = mode === this.usual;
    const name = isMode(mode) ? t(`delivery-mode-${mode}`) : mode;
    const detail = usual ? '' : mode;
    return html`<button
      class="small plain"
      data-usual
      aria-pressed=${usual}
      aria-label=${t('usual-of', { name })}
      title=${t('usual-hint')}
      ?disabled=${this.disabled}
      @click=${() => this.dispatchEvent(new CustomEvent('curante-usual', { detail }))}
    >
      ${usual ? '★' : '☆'} ${t('usual')}
    </button>`;
  }

  /** A way that is closed says why where one looks for it: in the list. */
  private nameOf(one: prescribing.DeliveryChoice): string {
    const name = isMode(one.mode) ? t(`delivery-mode-${one.mode}`) : one.mode;
    return one.offered || !one.reason ? name : `${name} – ${one.reason}`;
  }

  /** Why it does not go the way that was wanted, or the usual one. The others keep still. */
  private renderClosed(choices: prescribing.DeliveryChoice[]): TemplateResult {
    const wanted = choices.find((one) => one.mode === this.delivery) ?? choices[0];
    const reason = wanted && !wanted.offered ? wanted.reason : '';
    const writable = session.may('chart.write') && session.may('message.send');
    return html`${reason ? html`<span class="soft" data-closed>${reason}</span>` : nothing}
    ${writable && choices.some((one) => one.address || !one.offered)
      ? html`<button
          class="small plain"
          data-contacts
          ?disabled=${this.disabled}
          @click=${() => this.dispatchEvent(new CustomEvent('curante-contacts'))}
        >
          ${t('contacts')}
        </button>`
      : nothing}`;
  }
}
