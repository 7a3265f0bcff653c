// SPDX-License-Identifier: Apache-2.0
import { refusals } from '@curante/shell';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ClockBanner } from './clock-banner';

const behind = { now: '2026-11-23T10:00:00Z', ahead: '2027-01-05T10:00:00Z' };
const right = { now: '2026-11-23T10:00:00Z', ahead: null };
/** Questions of GetClock that nobody has answered yet. */
let asked: ((clock: unknown) => void)[];

beforeEach(() => {
  asked = [];
  vi.stubGlobal('fetch', (address: string) => {
    const answer = (body: unknown): Response => new Response(JSON.stringify(body));
    if (address.endsWith('/DeclareClockRight')) return Promise.resolve(answer(right));
    return new Promise<Response>((resolve) => asked.push((clock) => resolve(answer(clock))));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

it('is gone once somebody has declared the clock right, whatever is answered late', async () => {
  const banner = new ClockBanner();
  document.body.append(banner);
  const shown = (): Element | null | undefined => banner.shadowRoot?.querySelector('[data-clock-behind]');
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  asked[0]?.(behind);
  await vi.waitFor(() => expect(shown()).not.toBeNull());

  banner.shadowRoot?.querySelector('button')?.click();
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  asked[1]?.(behind);
  const confirm = await vi.waitFor(() => {
    const found = [...document.body.children]
      .map((one) => one.shadowRoot?.querySelector<HTMLElement>('[data-confirm]'))
      .find(Boolean);
    expect(found).toBeDefined();
    return found;
  });
  (banner as unknown as { load(): Promise<void> }).load(); // a recipe changed meanwhile
  await vi.waitFor(() => expect(asked).toHaveLength(3));
  confirm?.click();
  await vi.waitFor(() => expect(shown()).toBeNull());
  asked[2]?.(behind);
  await new Promise((resolve) => setTimeout(resolve));
  await banner.updateComplete;
  expect(shown()).toBeNull();
});

it.each([
  [{ server: '2026-11-22T10:00:00Z' }, 'uno dei due è sbagliato'],
  [{ server: '2026-11-22T10:00:00Z', sent: '2026-11-23T09:00:00Z' }, 'è indietro quello'],
  [{ ahead: '2027-01-05T10:00:00Z', server: '2027-01-05T10:00:00Z' }, "L'ultima ricetta risulta inviata"],
])('says which clock stands against this one', async (standing, text) => {
  const banner = new ClockBanner();
  document.body.append(banner);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  asked[0]?.({ ...right, ...standing });
  await vi.waitFor(() => expect(banner.shadowRoot?.textContent).toContain(text));
});

it('is there as soon as anything is refused because of the clock', async () => {
  const banner = new ClockBanner();
  document.body.append(banner);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  asked[0]?.(right);
  refusals.tell('patient-mismatch');
  expect(asked).toHaveLength(1);
  refusals.tell('clock-behind');
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  asked[1]?.(behind);
  await vi.waitFor(() => expect(banner.shadowRoot?.querySelector('[data-clock-behind]')).not.toBeNull());
  banner.remove();
  refusals.tell('clock-behind');
  expect(asked).toHaveLength(2);
});
