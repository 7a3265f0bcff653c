// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { accounts } from '@curante/contracts';
import { codeStanding, codeText, isCode, sameCode } from './asl-codes';

const roma = { province: 'RM', region_code: '120', asl_code: '201' };
const none = { province: '', region_code: '', asl_code: '' };
const doctors = [{ region_code: '120', asl_code: '201' }] as accounts.Doctor[];

it('tells the practice’s own code from others, from half a code and from none', () => {
  expect(codeStanding(roma, doctors).tone).toBe('green');
  expect(codeStanding({ ...roma, asl_code: '202' }, doctors)).toMatchObject({ tone: 'amber' });
  expect(codeStanding({ ...roma, region_code: '130' }, doctors).tone).toBe('amber');
  expect(codeStanding({ ...roma, region_code: '' }, doctors).tone).toBe('red');
  expect(codeStanding(none, doctors).tone).toBe('red');
});

it('writes a code as a recipe names it', () => {
  expect(codeText(roma)).toBe('RM 120 201');
  expect(codeText(none)).toBe('');
  expect(isCode(roma)).toBe(true);
  expect(isCode({ ...roma, asl_code: '20' })).toBe(false);
  expect(sameCode(roma, { ...roma })).toBe(true);
  expect(sameCode(roma, none)).toBe(false);
});
