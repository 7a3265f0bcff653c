// SPDX-License-Identifier: Apache-2.0
// While the service is down, what waits is counted in full: also what waits longer than a day's list shows.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { session, type Session } from '@curante/shell';
import { FakeServer } from '../../web/ui/scripts/fake-server';
import './transmitter-banner';

beforeEach(() => {
  session.begin({ account: 'd1', permissions: ['prescription.read'] } as unknown as Session);
});
afterEach(() => {
  document.body.replaceChildren();
  session.end();
  vi.unstubAllGlobals();
});

async function shown(): Promise<ShadowRoot> {
  const element = document.createElement('curante-transmitter-banner');
  document.body.append(element);
  return vi.waitFor(() => {
    const root = element.shadowRoot;
    if (!root?.querySelector('[data-transmitter-down]')) throw new Error('no banner');
    return root;
  });
}

describe('the banner of an outage', () => {
  const down = { channel: 'SAC', reachable: false, since: null, problem: 'non risponde' };

  it('says how many recipes wait, without reading them', async () => {
    const server = new FakeServer({
      Health: () => down,
      ListOpen: () => ({ prescriptions: [], needs_hand: 7, moving: 345 }),
    });
    const root = await shown();
    await vi.waitFor(() => expect(root.textContent).toContain('In attesa: 345 ricette.'));
    expect(server.asked.filter((one) => one.name === 'ListOpen').map((one) => one.body)).toEqual([{ limit: 0 }]);
  });

  it('asks for no count while the service answers', async () => {
    const server = new FakeServer({ Health: () => ({ ...down, reachable: true }) });
    document.body.append(document.createElement('curante-transmitter-banner'));
    await vi.waitFor(() => expect(server.count('Health')).toBe(1));
    expect(server.count('ListOpen')).toBe(0);
  });
});
