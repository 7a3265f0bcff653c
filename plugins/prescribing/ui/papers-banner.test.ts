// SPDX-License-Identifier: Apache-2.0
import { awaitPaper, liveEvents, openPatient, papersToCome, session } from '@curante/shell';
import type { accounts } from '@curante/contracts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { quiet } from '../../web/ui/scripts/fake-server';
import './papers-banner';
import type { PapersBanner } from './papers-banner';

let recipe: { id: string; state: string; document: string; problem: string };

beforeEach(() => {
  recipe = { id: 'r1', state: 'printed', document: '', problem: '' };
  session.begin({ account: 'd1', permissions: ['prescription.read'] } as unknown as accounts.Session);
  openPatient.value = 'p1';
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'about:blank', revokeObjectURL: () => undefined }));
  vi.stubGlobal('fetch', async (address: string) =>
    address.startsWith('/files/') ? new Response('%PDF-') : Response.json({ recipes: [{ ...recipe }] }),
  );
});
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
  session.end();
  openPatient.value = '';
  vi.unstubAllGlobals();
});

async function shown(): Promise<PapersBanner> {
  const banner = document.createElement('curante-papers-to-come');
  document.body.append(banner);
  awaitPaper({ recipe: 'r1', patient: 'p1', name: 'ROSSI MARIO', expected: true });
  await vi.waitFor(() => expect(told(banner)).toBe('Ricetta su carta di ROSSI MARIO: in preparazione…'));
  return banner;
}
const told = (banner: PapersBanner): string | undefined =>
  banner.renderRoot.querySelector('[data-paper] span')?.textContent?.trim();
const button = (banner: PapersBanner, which: string): HTMLButtonElement | null =>
  banner.renderRoot.querySelector<HTMLButtonElement>(which);
const viewers = (): NodeListOf<HTMLElement> => document.querySelectorAll('curante-document');
const close = (): unknown => viewers()[0]?.dispatchEvent(new CustomEvent('curante-close'));
const changed = (): void =>
  (liveEvents as unknown as { dispatch(name: string, data: string): void }).dispatch(
    'recipe-changed/1',
    JSON.stringify({ recipe: 'r1', patient: 'p1' }),
  );
const made = (): void => {
  recipe = { ...recipe, document: 'doc1' };
  changed();
};
const ready = 'Ricetta su carta di ROSSI MARIO: pronta da stampare';

function typing(): HTMLInputElement {
  const field = document.createElement('input');
  document.body.append(field);
  field.focus();
  field.value = '2';
  return field;
}

it('comes up once it is made, where it was asked for, and once only', async () => {
  const banner = await shown();
  expect(button(banner, '[data-open]')?.disabled).toBe(true);
  expect(viewers()).toHaveLength(0);
  made();
  await vi.waitFor(() => expect(viewers()).toHaveLength(1));
  await vi.waitFor(() => expect(papersToCome.value).toEqual([]));
  close();
  changed();
  await quiet();
  expect(viewers()).toHaveLength(0);
  expect(told(banner)).toBeUndefined();
});

it('is told of as long as somebody types, and comes up once they have done', async () => {
  const banner = await shown();
  const field = typing();
  made();
  await vi.waitFor(() => expect(told(banner)).toBe(ready));
  expect(viewers()).toHaveLength(0);
  expect(document.activeElement).toBe(field);
  field.blur();
  await vi.waitFor(() => expect(viewers()).toHaveLength(1));
});

it('is not lost by who goes on to the next patient: it is told there, and opened from there', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const banner = await shown();
  const field = typing();
  made();
  await vi.waitFor(() => expect(told(banner)).toBe(ready));
  openPatient.value = 'p2';
  field.remove();
  vi.advanceTimersByTime(5000);
  expect(viewers()).toHaveLength(0);
  await vi.waitFor(() => expect(button(banner, '[data-open]')?.disabled).toBe(false));
  button(banner, '[data-open]')?.click();
  expect(viewers()).toHaveLength(1);
  await vi.waitFor(() => expect(told(banner)).toBeUndefined());
});

it('is shown again by nobody but who asks where its file could not be had', async () => {
  const banner = await shown();
  vi.stubGlobal('fetch', async (address: string) =>
    address.startsWith('/files/')
      ? Response.json({ code: 'busy', message: 'm', remedy: 'r' }, { status: 503 })
      : Response.json({ recipes: [{ ...recipe }] }),
  );
  made();
  await vi.waitFor(() => expect(viewers()).toHaveLength(1));
  await quiet();
  close();
  await quiet();
  expect(viewers()).toHaveLength(0);
  expect(told(banner)).toBe(ready);
});

it('shows one after the other where several are made', async () => {
  await shown();
  const field = typing();
  made();
  await vi.waitFor(() => expect(papersToCome.value[0]?.document).toBe('doc1'));
  recipe = { ...recipe, id: 'r2', document: 'doc2' };
  awaitPaper({ recipe: 'r2', patient: 'p1', name: 'ROSSI MARIO', expected: true });
  await vi.waitFor(() => expect(papersToCome.value[1]?.document).toBe('doc2'));
  field.blur();
  await vi.waitFor(() => expect(viewers()).toHaveLength(1));
  await quiet();
  expect(viewers()).toHaveLength(1);
  close();
  await vi.waitFor(() => expect(papersToCome.value).toEqual([]));
});

it('ends for who does not need it, and where the recipe is no longer on paper', async () => {
  const banner = await shown();
  button(banner, '[data-not-needed]')?.click();
  await banner.updateComplete;
  expect(told(banner)).toBeUndefined();
  awaitPaper({ recipe: 'r1', patient: 'p1', name: 'ROSSI MARIO', expected: true });
  await banner.updateComplete;
  expect(told(banner)).toContain('in preparazione');
  await quiet();
  recipe = { ...recipe, state: 'withdrawn' };
  changed();
  await vi.waitFor(() => expect(told(banner)).toBeUndefined());
});

it('does not move what somebody points at', async () => {
  const scrolled = vi.fn();
  vi.stubGlobal('scrollBy', scrolled);
  const banner = document.createElement('curante-papers-to-come');
  vi.spyOn(banner, 'getBoundingClientRect').mockImplementation(
    () => new DOMRect(0, 60, 100, papersToCome.value.length * 40),
  );
  document.body.append(banner);
  await banner.updateComplete;
  window.dispatchEvent(new MouseEvent('pointermove', { clientY: 300 }));
  awaitPaper({ recipe: 'r1', patient: 'p1', name: 'ROSSI MARIO', expected: false });
  await vi.waitFor(() => expect(scrolled).toHaveBeenCalledWith({ top: 40, behavior: 'instant' }));
  banner.remove();
  expect(document.body.style.minHeight).toBe('');
});
