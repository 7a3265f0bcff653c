// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { showDocument, showDocuments } from './document-viewer';
import { place } from './navigation';
import { openPatient } from './open-patient';
import { awaitPaper, forgetPaper, paperIsReady, papersToCome } from './papers-to-come';
import { session, type Session } from './session';

const sign = (account: string): void => session.begin({ account, permissions: [] } as unknown as Session);
const paper = (recipe: string) => ({ recipe, patient: `p-${recipe}`, name: 'ROSSI MARIO', expected: true });
const recipes = (): string[] => papersToCome.value.map((one) => one.recipe);

beforeEach(() => sign('d1'));
afterEach(() => {
  document.body.replaceChildren();
  session.end();
  openPatient.value = '';
  vi.unstubAllGlobals();
});

it('are those of who is signed in, and of nobody who has signed out', () => {
  awaitPaper(paper('r1'));
  sign('d2');
  expect(recipes()).toEqual([]);
  awaitPaper(paper('r2'));
  sign('d1');
  expect(recipes()).toEqual(['r1']);
  session.end();
  expect(recipes()).toEqual([]);
  awaitPaper(paper('r3'));
  sign('d1');
  expect(recipes()).toEqual([]);
  sign('d2');
  expect(recipes()).toEqual(['r2']);
});

it('outlive a reload, but come up by themselves no more', async () => {
  awaitPaper(paper('r1'));
  paperIsReady('r1', 'd-1');
  vi.resetModules();
  const again = await import('./papers-to-come');
  const { session: anew } = await import('./session');
  anew.begin({ account: 'd1', permissions: [] } as unknown as Session);
  expect(again.papersToCome.value).toEqual([{ ...paper('r1'), document: 'd-1', expected: false }]);
});

it('come up by themselves no more once the chart, or the page, was left', () => {
  const expected = (): boolean | undefined => papersToCome.value[0]?.expected;
  openPatient.value = 'p-r1';
  awaitPaper(paper('r1'));
  place.value = { page: place.value.page, rest: ['storico'] };
  expect(expected()).toBe(true);
  openPatient.value = 'p2';
  openPatient.value = 'p-r1';
  expect(expected()).toBe(false);
  awaitPaper(paper('r1'));
  place.value = { page: 'firmatari', rest: [] };
  expect(expected()).toBe(false);
  expect(recipes()).toEqual(['r1']);
});

it('are seen by whatever way they are opened, once they are there to be read', async () => {
  vi.stubGlobal('URL', { createObjectURL: () => 'about:blank', revokeObjectURL: () => undefined });
  for (const one of ['r1', 'r2', 'r3']) {
    awaitPaper(paper(one));
    paperIsReady(one, `d-${one}`);
  }
  const close = (): unknown =>
    document.querySelector('curante-document')?.dispatchEvent(new CustomEvent('curante-close'));
  vi.stubGlobal('fetch', async () => Response.json({ code: 'busy', message: 'm', remedy: 'r' }, { status: 503 }));
  const failed = showDocument('d-r1', 'p-r1', 'Ricetta');
  await vi.waitFor(() =>
    expect(document.querySelector('curante-document')?.shadowRoot?.querySelector('[role=status]')).toBeNull(),
  );
  close();
  await failed;
  expect(recipes()).toEqual(['r1', 'r2', 'r3']);
  vi.stubGlobal('fetch', async () => new Response('%PDF-'));
  void showDocument('d-r1', 'p-r1', 'Ricetta');
  await vi.waitFor(() => expect(recipes()).toEqual(['r2', 'r3']));
  close();
  void showDocuments(['d-r2', 'd-x'], undefined, 'Ricette');
  await vi.waitFor(() => expect(recipes()).toEqual(['r3']));
  close();
  forgetPaper('r3');
  expect(papersToCome.value).toEqual([]);
  expect(window.sessionStorage.getItem('curante-papers-to-come/d1')).toBeNull();
});

it('are not told of once they were shown before anybody knew which document is theirs', async () => {
  vi.stubGlobal('URL', { createObjectURL: () => 'about:blank', revokeObjectURL: () => undefined });
  vi.stubGlobal('fetch', async () => new Response('%PDF-'));
  awaitPaper(paper('r1'));
  awaitPaper(paper('r2'));
  void showDocument('d-r1', 'p-r1', 'Ricetta');
  await vi.waitFor(() =>
    expect(document.querySelector('curante-document')?.shadowRoot?.querySelector('iframe')).not.toBeNull(),
  );
  document.querySelector('curante-document')?.dispatchEvent(new CustomEvent('curante-close'));
  paperIsReady('r1', 'd-r1');
  paperIsReady('r2', 'd-r2');
  expect(recipes()).toEqual(['r2']);
});
