// SPDX-License-Identifier: Apache-2.0
import { askToConfirm, call } from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import { needsCheck } from './delivery';
import { t } from './prescribing-texts';

/**
 * The first time something goes to an address of this patient, somebody looks at it and says so. False
 * when they would rather not.
 */
export async function checkAddress(
  patient: string,
  name: string,
  choice: prescribing.DeliveryChoice | undefined,
): Promise<boolean> {
  if (!choice || !needsCheck(choice)) return true;
  const { address } = choice;
  const sure = await askToConfirm({
    heading: t('check-heading'),
    text: t('check-text', { name, address }),
    confirm: t('check-confirm'),
    decline: t('check-decline'),
  });
  if (!sure) return false;
  const channel = choice.mode === 'sms-number' ? ('sms' as const) : ('email' as const);
  await call('messages/1', 'ConfirmAddress', { patient, channel, address }, { patient });
  return true;
}
