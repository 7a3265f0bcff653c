// SPDX-License-Identifier: Apache-2.0
// What keeps recipes from leaving is told while much happens, and until somebody knows that it is well again.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { liveEvents, resync, session, type Session } from '@curante/shell';
import { FakeServer, quiet } from '../../web/ui/scripts/fake-server';
import './access-banner';

const problem = 'Sistema TS non ha assegnato i numeri di ricetta: 91';
const access = (lots_problem: string): unknown => ({ warning: '', lots_problem, late_arrivals: [] });

function signIn(account: string): void {
  session.begin({ account, permissions: ['prescription.issue'] } as unknown as Session);
}
beforeEach(() => signIn('d1'));
afterEach(() => {
  document.body.replaceChildren();
  session.end();
  vi.unstubAllGlobals();
});

const tell = (name: string, data: unknown = null): void =>
  (liveEvents as unknown as { dispatch(name: string, data: string): void }).dispatch(name, JSON.stringify(data));
function shown(): Element {
  const banner = document.createElement('curante-access-banner');
  document.body.append(banner);
  return banner;
}
const lots = (banner: Element): string =>
  banner.shadowRoot?.querySelector('[data-lots-problem]')?.textContent ?? '';

/** The banner once it says that there are no numbers. */
async function warned(server: FakeServer): Promise<Element> {
  const banner = shown();
  (await server.held('GetAccess'))[0]?.answer(access(problem));
  await vi.waitFor(() => expect(lots(banner)).toContain(problem));
  return banner;
}

it('is told while recipes begin to wait one after the other, and asked for no more than needed', async () => {
  const server = new FakeServer();
  const banner = shown();
  const [first] = await server.held('GetAccess');
  for (let burst = 0; burst < 20; burst += 1) tell('recipe-changed/1', { state: 'waiting' });
  await quiet();
  expect(server.count('GetAccess')).toBe(1);
  first?.answer(access(problem));
  await vi.waitFor(() => expect(lots(banner)).toContain(problem));
  // What happened meanwhile is asked after, once.
  const [, second] = await server.held('GetAccess', 2);
  second?.answer(access(''));
  await vi.waitFor(() => expect(lots(banner)).toBe(''));
  expect(server.count('GetAccess')).toBe(2);
});

it('is told still where nobody could be asked', async () => {
  const server = new FakeServer();
  const banner = await warned(server);
  tell(resync);
  const [, busy] = await server.held('GetAccess', 2);
  busy?.answer({ code: 'busy', message: 'occupato', remedy: 'riprovare' }, 503);
  await quiet();
  expect(lots(banner)).toContain(problem);
});

it('is nothing of who has no access of their own', async () => {
  const server = new FakeServer();
  const banner = await warned(server);
  tell(resync);
  const [, refused] = await server.held('GetAccess', 2);
  refused?.answer({ code: 'permission-denied', message: 'non consente', remedy: '' }, 403);
  await vi.waitFor(() => expect(lots(banner)).toBe(''));
});

it('is nothing of another user', async () => {
  const server = new FakeServer();
  const banner = await warned(server);
  signIn('d2');
  await vi.waitFor(() => expect(lots(banner)).toBe(''));
  await server.held('GetAccess', 2);
});
