// SPDX-License-Identifier: Apache-2.0
import { css, html, nothing, type TemplateResult } from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import { passwordBeside, passwordElsewhere } from './delivery';
import { t } from './prescribing-texts';

export const placeStyles = css`
  .place {
    display: grid;
    gap: 0.1rem;
    overflow-wrap: anywhere;
  }
`;

/** Where a choice goes, and its password; what nobody has checked yet stands out. */
export function placeOf(choice: prescribing.DeliveryChoice): TemplateResult | typeof nothing {
  if (!choice.offered || !choice.address) return nothing;
  const password = passwordElsewhere(choice);
  return html`<span class="place">
    <span><span class="mono">${choice.address}</span> ${mark(choice.confirmed)}</span>
    ${password
      ? html`<span data-password
          >${t('password-by-sms')} <span class="mono">${password}</span> ${mark(
            choice.password_confirmed,
          )}</span
        >`
      : nothing}
    ${passwordBeside(choice)
      ? html`<span class="soft" data-password>${t('password-beside')}</span>`
      : nothing}
  </span>`;
}

function mark(confirmed: boolean): TemplateResult | typeof nothing {
  if (confirmed) return nothing;
  return html`<curante-chip tone="amber">${t('address-new')}</curante-chip>`;
}
