// SPDX-License-Identifier: Apache-2.0
import { askToConfirm, call } from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import { passwordBeside, passwordElsewhere, unchecked } from './delivery';
import { t } from './prescribing-texts';

/**
 * The first time something goes to an address of this patient, the password of an attachment too, somebody
 * looks at it and says so. False when they would rather not.
 */
export async function checkAddress(
  patient: string,
  name: string,
  choice: prescribing.DeliveryChoice | undefined,
): Promise<boolean> {
  const addresses = unchecked(choice);
  if (!choice || addresses.length === 0) return true;
  const sure = await askToConfirm({
    heading: t('check-heading'),
    text: questionOf(name, choice, addresses),
    confirm: t('check-confirm'),
    decline: t('check-decline'),
  });
  if (!sure) return false;
  for (const address of addresses) {
    const channel = address.includes('@') ? ('email' as const) : ('sms' as const);
    await call('messages/1', 'ConfirmAddress', { patient, channel, address }, { patient });
  }
  return true;
}

function questionOf(
  name: string,
  choice: prescribing.DeliveryChoice,
  addresses: string[],
): string {
  const password = passwordElsewhere(choice);
  const lines = addresses.map((one) =>
    one === password ? t('check-password', { address: one }) : one,
  );
  const text = t(lines.length === 1 ? 'check-text' : 'check-text-both', {
    name,
    address: lines.join('\n'),
  });
  return passwordBeside(choice) ? `${text}\n\n${t('password-beside')}` : text;
}
