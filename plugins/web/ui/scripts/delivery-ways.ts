// SPDX-License-Identifier: Apache-2.0
import type { prescribing } from '@curante/contracts';

/** A way that is open, by an e-mail that was used before. */
export function way(
  mode: string,
  more: Partial<prescribing.DeliveryChoice> = {},
): prescribing.DeliveryChoice {
  return {
    mode,
    offered: true,
    reason: '',
    address: 'a@b.it',
    confirmed: true,
    password_address: '',
    password_confirmed: false,
    ...more,
  };
}

type Dialog = Element & { renderRoot: ParentNode; updateComplete: Promise<boolean> };

/** As who ticks another way. */
export async function chooseWay(dialog: Dialog, mode: string): Promise<void> {
  dialog.renderRoot.querySelector(`[data-way="${mode}"] input`)?.dispatchEvent(new Event('change'));
  await dialog.updateComplete;
}

/** As who presses the button that sends. */
export function confirmWay(dialog: Dialog): void {
  dialog.renderRoot.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
}
