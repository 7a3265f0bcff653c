// SPDX-License-Identifier: Apache-2.0
import { passwordBeside, unchecked } from '@curante/shell';
import { expect, it } from 'vitest';
import type { prescribing } from '@curante/contracts';
import { chosenOf, deliveryWords, needsCheck, printingDelivers } from './delivery';

function choice(mode: string, more: Partial<prescribing.DeliveryChoice> = {}): prescribing.DeliveryChoice {
  const nowhere = { address: '', confirmed: false, password_address: '', password_confirmed: false };
  return { mode, offered: true, reason: '', ...nowhere, ...more };
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

it('asks about the telephone that gets the password, and tells when it lies beside what it opens', () => {
  const memo = choice('mail-memo', { address: 'a@b.it', confirmed: true });
  const by_sms = { ...memo, password_address: '+393331234567' };
  expect(unchecked(by_sms)).toEqual(['+393331234567']);
  expect(unchecked({ ...by_sms, confirmed: false })).toEqual(['a@b.it', '+393331234567']);
  expect(needsCheck({ ...by_sms, password_confirmed: true })).toBe(false);
  expect(chosenOf('', [by_sms, choice('print')])?.mode).toBe('print');
  expect(passwordBeside(by_sms)).toBe(false);
  const beside = { ...memo, password_address: 'a@b.it', password_confirmed: true };
  expect(passwordBeside(beside)).toBe(true);
  expect(needsCheck(beside)).toBe(false);
  expect(passwordBeside(memo)).toBe(false);
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
