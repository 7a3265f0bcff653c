// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { sistema_ts } from '@curante/contracts';
import { WhiteDecisions } from './white-decisions';

const undecided = (recipe: string, patient: string): sistema_ts.UndecidedWhite =>
  ({ recipe, patient, content: 'RAMIPRIL', sent: '2026-11-23T10:00:00Z' }) as sistema_ts.UndecidedWhite;
const anna = undecided('00000000-0000-4000-8000-00000000000a', 'BIANCHI ANNA');
const bruno = undecided('00000000-0000-4000-8000-00000000000b', 'NERI BRUNO');

beforeEach(() => {
  vi.stubGlobal('fetch', (address: string) => {
    const recipes = address.endsWith('/DecideWhite') ? [bruno] : [anna, bruno];
    return Promise.resolve(new Response(JSON.stringify({ recipes })));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

it('never shows what was typed for one recipe in the fields of another', async () => {
  const panel = new WhiteDecisions();
  document.body.append(panel);
  const forms = (): HTMLFormElement[] => [...(panel.shadowRoot?.querySelectorAll('form') ?? [])];
  const fields = (form: HTMLFormElement | undefined): HTMLInputElement[] => [
    ...(form?.querySelectorAll('input') ?? []),
  ];
  await vi.waitFor(() => expect(forms()).toHaveLength(2));
  const [number, pin] = fields(forms()[0]);
  if (number) number.value = 'RB0123456789';
  if (pin) pin.value = '12345';
  forms()[0]?.requestSubmit();
  await vi.waitFor(() => expect(forms()).toHaveLength(1));
  expect(panel.shadowRoot?.textContent).toContain('NERI BRUNO');
  expect(fields(forms()[0]).map((one) => one.value)).toEqual(['', '']);
  expect(panel.shadowRoot?.activeElement).toBe(fields(forms()[0])[0]);
});

it('leaves the focus alone when the list is there for the first time', async () => {
  const panel = new WhiteDecisions();
  document.body.append(panel);
  await vi.waitFor(() => expect(panel.shadowRoot?.querySelectorAll('form')).toHaveLength(2));
  expect(document.activeElement).toBe(document.body);
});
