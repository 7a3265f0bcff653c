// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { session, type Session } from '@curante/shell';
import type { chart } from '@curante/contracts';
import './asl-page';

const own = { province: 'RM', region_code: '120', asl_code: '201' };
const other = { province: 'RM', region_code: '120', asl_code: '202' };
const none = { province: '', region_code: '', asl_code: '' };
let asked: chart.ReplaceAsl[];
let people: { id: string; doctor: string; fiscal_code?: string }[];

beforeEach(() => {
  asked = [];
  people = ['a', 'b'].map((id) => ({ id, doctor: 'd1' }));
  session.begin({ account: 'desk', permissions: ['chart.asl'] } as Session);
  vi.stubGlobal('fetch', async (url: string, request: { body: string }) => {
    const name = url.split('/').pop();
    if (name === 'ListDoctors') return Response.json({ doctors: [{ ...own, account: 'd1', last_name: 'Neri', first_name: 'Ugo' }] });
    if (name === 'ListAslCodes') {
      return Response.json({ codes: [own, other, none].map((asl) => ({ asl, patients: 2 })) });
    }
    if (name === 'ListAslReplacements') return Response.json({ replacements: [] });
    if (name === 'ListPatientsOfAsl') {
      const patients = people.map((one) => ({ last_name: one.id, first_name: '', birth_date: '1960-01-01', ...one }));
      return Response.json({ patients, more: false });
    }
    asked.push(JSON.parse(request.body) as chart.ReplaceAsl);
    // The answer is lost: it may have been done.
    throw new TypeError('offline');
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  session.end();
  document.body.replaceChildren();
});

async function look(code: string): Promise<ShadowRoot> {
  const page = document.createElement('curante-asl');
  document.body.append(page);
  const root = page.shadowRoot as ShadowRoot;
  const row = await vi.waitFor(() => {
    const found = root.querySelector<HTMLElement>(`tr[data-asl="${code}"] button`);
    expect(found).not.toBeNull();
    return found as HTMLElement;
  });
  row.click();
  await vi.waitFor(() => expect(boxes(root).length).toBe(2));
  return root;
}

const boxes = (root: ShadowRoot): HTMLInputElement[] => [
  ...root.querySelectorAll<HTMLInputElement>('input[type="checkbox"]'),
];

it('picks everybody where a code is missing, and nobody where it may be right', async () => {
  expect(boxes(await look('')).map((one) => one.checked)).toEqual([true, true]);
  document.body.replaceChildren();
  expect(boxes(await look('RM 120 202')).map((one) => one.checked)).toEqual([false, false]);
});

async function replace(root: ShadowRoot): Promise<string> {
  const before = asked.length;
  const button = root.querySelector<HTMLButtonElement>('form button[type="submit"]');
  await vi.waitFor(() => expect(button?.disabled).toBe(false));
  button?.click();
  const sure = await vi.waitFor(() => {
    const found = [...document.body.children]
      .map((one) => one.shadowRoot?.querySelector<HTMLButtonElement>('[data-confirm]'))
      .find(Boolean);
    expect(found).toBeTruthy();
    return found as HTMLButtonElement;
  });
  sure.click();
  await vi.waitFor(() => expect(asked.length).toBe(before + 1));
  return asked.at(-1)?.id ?? '';
}

it('asks again under the same id, and under another once something else is asked', async () => {
  const root = await look('RM 120 202');
  boxes(root)[0]?.click();
  const first = await replace(root);
  expect(await replace(root)).toBe(first);
  boxes(root)[1]?.click();
  const second = await replace(root);
  expect(second).not.toBe(first);
  expect(asked.at(-1)?.patients).toEqual(['a', 'b']);
  const field = root.querySelector<HTMLInputElement>('#asl_code') as HTMLInputElement;
  field.value = '203';
  field.dispatchEvent(new Event('input'));
  expect(await replace(root)).not.toBe(second);
});

const cells = (root: ShadowRoot): string[][] =>
  [...root.querySelectorAll('.people tbody tr')].map((row) =>
    [...row.querySelectorAll('td')].slice(1).map((cell) => cell.textContent ?? ''),
  );

it('says whose patient each is, and to who opens charts the codice fiscale', async () => {
  people = [
    { id: 'a', doctor: 'd1' },
    { id: 'b', doctor: 'd9', fiscal_code: 'CODICE' },
  ];
  const day = '01/01/1960';
  expect(cells(await look('RM 120 202'))).toEqual([
    ['a', day, '', 'Neri Ugo'],
    ['b', day, '', 'non più nello studio'],
  ]);
  document.body.replaceChildren();
  people = [
    { id: 'a', doctor: '' },
    { id: 'b', doctor: 'd1', fiscal_code: 'CODICE' },
  ];
  session.begin({ account: 'desk', permissions: ['chart.asl', 'chart.read'] } as Session);
  expect(cells(await look('RM 120 202'))).toEqual([
    ['a', day, '', '', 'nessuno'],
    ['b', day, 'CODICE', '', 'Neri Ugo'],
  ]);
});
