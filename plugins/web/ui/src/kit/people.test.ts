// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, it, vi } from 'vitest';
import { render } from 'lit';
import type { accounts } from '@curante/contracts';
import { doctorChoice, doctorFilter, doctorName, findPatients, fullName } from './index';

const doctors = [
  { account: 'd1', last_name: 'Neri', first_name: 'Ugo' },
  { account: 'd2', last_name: 'Bruni', first_name: 'Ada' },
] as accounts.Doctor[];

afterEach(() => vi.unstubAllGlobals());

it('names people, and of doctors only those there are', () => {
  expect(fullName({ last_name: 'Rossi', first_name: '' })).toBe('Rossi');
  expect(doctorName(doctors, 'd2')).toBe('Bruni Ada');
  expect(doctorName(doctors, 'd3')).toBe('');
});

it('finds patients with what tells one from another', async () => {
  const asked: unknown[] = [];
  vi.stubGlobal('fetch', async (_: string, { body }: { body: string }) => {
    asked.push(JSON.parse(body));
    const one = { last_name: 'Rossi', first_name: 'Ada', birth_date: '1960-01-02', fiscal_code: 'CODICE', municipality: 'Roma' };
    return Response.json({ patients: [{ ...one, revoked: false }, { ...one, revoked: true }], more: true });
  });
  const found = await findPatients('ros', new AbortController().signal, { revoked: true });
  expect(asked).toEqual([{ text: 'ros', limit: 20, include_revoked: true }]);
  expect(found.more).toBe(true);
  expect(found.choices.map((one) => one.label)).toEqual([
    'Rossi Ada, nato/a il 02/01/1960, CODICE, Roma',
    'Rossi Ada, nato/a il 02/01/1960, CODICE, Roma, revocato',
  ]);
  await findPatients('ros', new AbortController().signal);
  expect(asked[1]).toMatchObject({ include_revoked: false });
});

it('asks whose only where there are several doctors', () => {
  const place = document.createElement('div');
  const picked: string[] = [];
  const show = (of: accounts.Doctor[]): void => {
    render(doctorFilter({ doctors: of, value: 'd2', pick: (account) => picked.push(account) }), place);
  };
  show(doctors.slice(0, 1));
  expect(place.querySelector('select')).toBeNull();
  show(doctors);
  const list = place.querySelector('select') as HTMLSelectElement;
  expect([...list.options].map((one) => [one.value, one.text.trim()])).toEqual([
    ['', 'tutti'],
    ['d1', 'Neri Ugo'],
    ['d2', 'Bruni Ada'],
  ]);
  expect(list.value).toBe('d2');
  list.value = 'd1';
  list.dispatchEvent(new Event('change'));
  expect(picked).toEqual(['d1']);
});

it('asks of one doctor at a time where a page is of one', () => {
  const place = document.createElement('div');
  render(doctorChoice({ doctors, value: 'd2', pick: () => undefined }), place);
  const list = place.querySelector('select') as HTMLSelectElement;
  expect([...list.options].map((one) => one.value)).toEqual(['d1', 'd2']);
  expect(list.value).toBe('d2');
  render(doctorChoice({ doctors: doctors.slice(1), value: 'd2', pick: () => undefined }), place);
  expect(place.querySelector('select')).toBeNull();
});
