// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { showDocument, showDocuments } from './document-viewer';
import { place } from './navigation';
import { openPatient } from './open-patient';
import { awaitPaper, forgetPaper, paperIsReady, papersSeen, papersToCome } from './papers-to-come';
import { session, type Session } from './session';
import { quiet } from '../../scripts/fake-server';

const sign = (account: string): void => session.begin({ account, permissions: [] } as unknown as Session);
const paper = (recipe: string) => ({ recipe, patient: `p-${recipe}`, name: 'ROSSI MARIO', expected: true });
const recipes = (): string[] => papersToCome.value.map((one) => one.recipe);

/** Another window of the browser; opened while this one tells of papers, it is this one duplicated. */
async function otherWindow(account: string): Promise<typeof import('./papers-to-come') & { end: () => void }> {
  vi.resetModules();
  const other = await import('./papers-to-come');
  const { session: its } = await import('./session');
  its.begin({ account, permissions: [] } as unknown as Session);
  opened.push(() => its.end());
  return { ...other, end: () => its.end() };
}
const opened: (() => void)[] = [];
/** What another window says is heard by then: what is sent on the same channel comes in its order. */
async function heard(account: string): Promise<void> {
  const channel = new BroadcastChannel(`curante-papers-seen/${account}`);
  const last = new BroadcastChannel(`curante-papers-seen/${account}`);
  const came = new Promise((resolve) => (last.onmessage = ({ data }) => 'end' in data && resolve(data)));
  channel.postMessage({ seen: [], end: true });
  await came;
  await quiet();
  channel.close();
  last.close();
}

beforeEach(() => sign('d1'));
afterEach(() => {
  document.body.replaceChildren();
  session.end();
  opened.splice(0).forEach((end) => end());
  window.sessionStorage.clear();
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
  const again = await otherWindow('d1');
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

it('are told of no more once another window of the account has shown them, whichever tells of them too', async () => {
  for (const one of ['r1', 'r2', 'r3']) awaitPaper(paper(one));
  paperIsReady('r1', 'd-r1');
  paperIsReady('r2', 'd-r2');
  const duplicate = await otherWindow('d1');
  expect(duplicate.papersToCome.value).toHaveLength(3);
  duplicate.papersSeen(['d-r1', 'd-r3']);
  await vi.waitFor(() => expect(recipes()).toEqual(['r2', 'r3']));
  expect(window.sessionStorage.getItem('curante-papers-to-come/d1')).not.toContain('d-r1');
  paperIsReady('r3', 'd-r3'); // whose it was is known only now
  expect(recipes()).toEqual(['r2']);
  papersSeen(['d-r2']);
  await vi.waitFor(() => expect(duplicate.papersToCome.value.map((one) => one.recipe)).toEqual(['r3']));
  expect(recipes()).toEqual([]);
});

it('that were shown while this window was loaded anew are asked after', async () => {
  const other = await otherWindow('d1');
  other.papersSeen(['d-r1', 'd-r2']);
  await heard('d1');
  for (const one of ['r1', 'r2', 'r3']) awaitPaper(paper(one));
  paperIsReady('r3', 'd-r3');
  session.end();
  const kept = [
    { ...paper('r1'), document: 'd-r1' },
    { ...paper('r2'), document: '' },
    { ...paper('r3'), document: 'd-r3' },
  ];
  window.sessionStorage.setItem('curante-papers-to-come/d1', JSON.stringify(kept));
  sign('d1');
  expect(recipes()).toEqual(['r1', 'r2', 'r3']);
  await vi.waitFor(() => expect(recipes()).toEqual(['r2', 'r3']));
  paperIsReady('r2', 'd-r2');
  await vi.waitFor(() => expect(recipes()).toEqual(['r3']));
});

it('are nothing of another account, nor of a window that has signed out', async () => {
  awaitPaper(paper('r1'));
  paperIsReady('r1', 'd-r1');
  const colleague = await otherWindow('d2');
  const mine = await otherWindow('d1');
  colleague.papersSeen(['d-r1']);
  await heard('d2');
  expect(recipes()).toEqual(['r1']);
  const said: unknown[] = [];
  const listener = new BroadcastChannel('curante-papers-seen/d1');
  listener.onmessage = ({ data }) => said.push(data);
  mine.end();
  mine.papersSeen(['d-r1']);
  await heard('d1');
  expect(said).toEqual([{ seen: [], end: true }]);
  papersSeen(['d-r1']);
  await vi.waitFor(() => expect(said.at(-1)).toEqual({ seen: ['d-r1'] })); // documents, and no word of a patient
  listener.close();
});
