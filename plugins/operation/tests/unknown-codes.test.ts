// SPDX-License-Identifier: Apache-2.0
// Codes that no text explains are seen by who keeps the program, not by Prometheus alone.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { session, type Session } from '@curante/shell';
import type { hosting } from '@curante/contracts';
import { FakeServer, quiet } from '../../web/ui/scripts/fake-server';
import '../ui/unknown-codes';

const metrics = `# HELP curante_sistema_ts_unknown_codes_total Codes of Sistema TS that came and have no text in esiti.csv.
# TYPE curante_sistema_ts_unknown_codes_total counter
curante_sistema_ts_unknown_codes_total{plugin="curante.sac",code="9998"} 2
curante_sistema_ts_unknown_codes_total{plugin="curante.sac",code="9999"} 13
curante_plugin_up{plugin="curante.sac"} 1
`;

function signIn(...permissions: string[]): void {
  session.begin({ account: 'a', permissions } as unknown as Session);
}

async function shown(): Promise<ShadowRoot> {
  const element = Object.assign(document.createElement('curante-unknown-codes'), {
    all: [{ id: 'curante.sac', name: 'Sistema TS' } as hosting.Plugin],
  });
  document.body.append(element);
  await quiet();
  return element.shadowRoot as ShadowRoot;
}

beforeEach(() => signIn('plugins.manage', 'metrics.read'));
afterEach(() => {
  document.body.replaceChildren();
  session.end();
  vi.unstubAllGlobals();
});

describe('codes without a text', () => {
  it('are listed with how often they came, the most frequent first', async () => {
    new FakeServer({ Metrics: () => ({ text: metrics }) });
    const root = await shown();
    const rows = [...root.querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('td')].map((cell) => cell.textContent?.trim()),
    );
    expect(rows).toEqual([
      ['9999', '13', 'Sistema TS'],
      ['9998', '2', 'Sistema TS'],
    ]);
  });

  it('take no room where there are none', async () => {
    new FakeServer({ Metrics: () => ({ text: 'curante_uptime_seconds 5\n' }) });
    expect((await shown()).querySelector('section')).toBeNull();
  });

  it('are not asked for by who may not read figures', async () => {
    signIn('plugins.manage');
    const server = new FakeServer({});
    await shown();
    expect(server.asked).toEqual([]);
  });
});
