// SPDX-License-Identifier: Apache-2.0
import type { prescribing } from '@curante/contracts';
import { unchecked, type Tone } from '@curante/shell';

export type Mode = 'print' | 'none' | 'sms-number' | 'mail-number' | 'mail-memo';

/** Ways that this screen has words for, in whatever order the region gives them. */
export const modes: readonly Mode[] = ['print', 'none', 'sms-number', 'mail-number', 'mail-memo'];

export function isMode(text: string): text is Mode {
  return (modes as readonly string[]).includes(text);
}

/**
 * What the draft will do: its own choice while that is open, else what is usual with its doctor, else
 * the first that needs no question.
 */
export function chosenOf(
  delivery: string,
  choices: prescribing.DeliveryChoice[],
  usual = '',
): prescribing.DeliveryChoice | undefined {
  const open = choices.filter((one) => one.offered);
  return (
    open.find((one) => one.mode === delivery) ??
    open.find((one) => one.mode === usual) ??
    open.find((one) => !needsCheck(one)) ??
    open[0]
  );
}

/** True when somebody must look at an address before anything goes there. */
export function needsCheck(choice: prescribing.DeliveryChoice | undefined): boolean {
  return unchecked(choice).length > 0;
}

type State = prescribing.RecipeDelivery['state'];

const tones: Record<State, Tone> = {
  none: 'grey',
  to_deliver: 'grey',
  sending: 'blue',
  delivered: 'green',
  failed: 'red',
};

export function deliveryTone(state: State): Tone {
  return tones[state];
}

/** A paper that is being printed is being handed out: that is said once, without asking. */
export function printingDelivers(delivery: prescribing.RecipeDelivery): boolean {
  return delivery.state === 'to_deliver' || delivery.state === 'failed';
}

/** The key of the words for where a recipe stands on its way to its patient; empty: nothing to say. */
export function deliveryWords(delivery: prescribing.RecipeDelivery): string {
  if (delivery.state === 'none' || !isMode(delivery.mode)) return '';
  if (delivery.state !== 'delivered') return `delivery-${delivery.state}`;
  if (delivery.mode === 'sms-number') return 'delivery-by-sms';
  return delivery.mode === 'print' || delivery.mode === 'none' ? 'delivery-printed' : 'delivery-by-mail';
}
