// SPDX-License-Identifier: Apache-2.0
import { openPatient, place } from '@curante/shell';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeServer } from '../../web/ui/scripts/fake-server';
import './red-review';

beforeEach(() => {
  new FakeServer({ NeedsReview: () => ({ offer: true, printed: 3, unsettled: 1 }) });
});
afterEach(() => {
  openPatient.value = '';
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

const question = (): Promise<ShadowRoot> =>
  vi.waitFor(() => {
    const roots = [...document.body.children].map((one) => one.shadowRoot);
    const found = roots.find((root) => root?.querySelector('[data-confirm]'));
    if (!found) throw new Error('nothing is asked');
    return found;
  });
const leave = (): Promise<boolean> => document.createElement('curante-red-review').mayLeave();

it('lets go who leaves without the summary, and keeps who looks at it', async () => {
  const without = leave();
  (await question()).querySelector<HTMLButtonElement>('[data-decline]')?.click();
  expect(await without).toBe(true);
  const look = leave();
  (await question()).querySelector<HTMLButtonElement>('[data-confirm]')?.click();
  expect(await look).toBe(false);
  await vi.waitFor(() => expect(place.value.page).toBe('ricette-rosse'));
});

it('signs out nobody whose window turned to another patient, nor who closed the question', async () => {
  const turned = leave();
  await question();
  openPatient.value = 'p1';
  expect(await turned).toBe(false);
  const closed = leave();
  (await question()).querySelector('curante-modal')?.dispatchEvent(new CustomEvent('curante-close'));
  expect(await closed).toBe(false);
});
