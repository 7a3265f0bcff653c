// SPDX-License-Identifier: Apache-2.0
// Where what is delivered goes, and the word of a person before something goes where nothing went before.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { prescribing } from '@curante/contracts';
import { call } from './api';
import { askToConfirm } from './confirm';
import './chip';
import { kit } from './kit-texts';

type Choice = prescribing.DeliveryChoice;

/** Where something of this choice goes that nobody has checked with the patient yet. */
export function unchecked(choice: Choice | undefined): string[] {
  if (!choice?.offered) return [];
  const found = choice.address && !choice.confirmed ? [choice.address] : [];
  const password = passwordElsewhere(choice);
  return password && !choice.password_confirmed ? [...found, password] : found;
}

/** Where the password goes that opens what is sent, when that is another place; else empty. */
function passwordElsewhere(choice: Choice): string {
  return choice.password_address === choice.address ? '' : choice.password_address;
}

/** True when message and password lie in the same mailbox: who reads one reads the other. */
export function passwordBeside(choice: Choice): boolean {
  return choice.offered && choice.password_address !== '' && !passwordElsewhere(choice);
}

export const placeStyles = css`
  .place {
    display: grid;
    gap: 0.1rem;
    overflow-wrap: anywhere;
  }
`;

/** Where a choice goes, and its password; what nobody has checked yet stands out. */
export function placeOf(choice: Choice): TemplateResult | typeof nothing {
  if (!choice.offered || !choice.address) return nothing;
  const password = passwordElsewhere(choice);
  return html`<span class="place">
    <span><span class="mono">${choice.address}</span> ${mark(choice.confirmed)}</span>
    ${password
      ? html`<span data-password
          >${kit('password-by-sms')} <span class="mono">${password}</span> ${mark(
            choice.password_confirmed,
          )}</span
        >`
      : nothing}
    ${passwordBeside(choice)
      ? html`<span class="soft" data-password>${kit('password-beside')}</span>`
      : nothing}
  </span>`;
}

function mark(confirmed: boolean): TemplateResult | typeof nothing {
  if (confirmed) return nothing;
  return html`<curante-chip tone="amber">${kit('address-new')}</curante-chip>`;
}

/**
 * The first time something goes to an address of this patient, the password of an attachment too, somebody
 * looks at it and says so. False when they would rather not. `name`: of the patient, as it is to be read.
 */
export async function checkAddress(
  patient: string,
  name: string,
  choice: Choice | undefined,
): Promise<boolean> {
  const addresses = unchecked(choice);
  if (!choice || addresses.length === 0) return true;
  const sure = await askToConfirm({
    heading: kit('address-heading'),
    text: questionOf(name, choice, addresses),
    confirm: kit('address-confirm'),
    decline: kit('address-decline'),
  });
  if (!sure) return false;
  for (const address of addresses) {
    const channel = address.includes('@') ? ('email' as const) : ('sms' as const);
    await call('messages/1', 'ConfirmAddress', { patient, channel, address }, { patient });
  }
  return true;
}

function questionOf(name: string, choice: Choice, addresses: string[]): string {
  const password = passwordElsewhere(choice);
  const lines = addresses.map((one) =>
    one === password ? kit('address-password', { address: one }) : one,
  );
  const text = kit(lines.length === 1 ? 'address-text' : 'address-text-both', {
    name,
    address: lines.join('\n'),
  });
  return passwordBeside(choice) ? `${text}\n\n${kit('password-beside')}` : text;
}
