// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { prescribing } from '@curante/contracts';
import { chosenOf, deliveryWords, needsCheck, printingDelivers } from './delivery';

function choice(mode: string, more: Partial<prescribing.DeliveryChoice> = {}): prescribing.DeliveryChoice {
  return { mode, offered: true, reason: '', address: '', confirmed: false, ...more };
}

it('keeps the choice of the draft while it is open', () => {
  const choices = [choice('print'), choice('sms-number', { address: '+393331234567' })];
  expect(chosenOf('sms-number', choices)?.mode).toBe('sms-number');
  expect(chosenOf('', choices)?.mode).toBe('print');
  expect(chosenOf('mail-memo', choices)?.mode).toBe('print');
});

it('begins with what needs no question', () => {
  const mail = choice('mail-memo', { address: 'a@b.it' });
  expect(chosenOf('', [mail, choice('print')])?.mode).toBe('print');
  expect(chosenOf('', [{ ...mail, confirmed: true }, choice('print')])?.mode).toBe('mail-memo');
  expect(chosenOf('', [choice('print', { offered: false })])).toBeUndefined();
});

it('asks about an address that nobody has checked', () => {
  expect(needsCheck(choice('print'))).toBe(false);
  expect(needsCheck(choice('mail-memo', { address: 'a@b.it' }))).toBe(true);
  expect(needsCheck(choice('mail-memo', { address: 'a@b.it', confirmed: true }))).toBe(false);
  expect(needsCheck(undefined)).toBe(false);
});

it('has words for each state', () => {
  const delivery = (mode: string, state: prescribing.RecipeDelivery['state']): string =>
    deliveryWords({ mode, state, problem: '', at: null });
  expect(delivery('sms-number', 'delivered')).toBe('delivery-by-sms');
  expect(delivery('mail-memo', 'delivered')).toBe('delivery-by-mail');
  expect(delivery('print', 'delivered')).toBe('delivery-printed');
  expect(delivery('none', 'to_deliver')).toBe('delivery-to_deliver');
  expect(delivery('', 'none')).toBe('');
  const state = (of: prescribing.RecipeDelivery['state']): boolean =>
    printingDelivers({ mode: 'print', state: of, problem: '', at: null });
  expect([state('to_deliver'), state('failed'), state('delivered'), state('sending'), state('none')]).toEqual(
    [true, true, false, false, false],
  );
});
