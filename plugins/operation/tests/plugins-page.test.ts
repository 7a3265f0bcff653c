// SPDX-License-Identifier: Apache-2.0
// What an administrator may do with a plugin, and that nothing is done unasked.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, askToConfirm, call } from '@curante/shell';
import type { hosting } from '@curante/contracts';
import '../ui/plugins-page';

vi.mock('@curante/shell', async (original) => ({
  ...(await original<typeof import('@curante/shell')>()),
  call: vi.fn(),
  askToConfirm: vi.fn(),
}));

function plugin(id: string, told: Partial<hosting.Plugin> = {}): hosting.Plugin {
  return {
    id,
    version: '1.0.0',
    name: '',
    state: 'ready',
    problem: '',
    issuer: '',
    issuer_kind: 'core',
    mock: false,
    isolated: false,
    fixed: false,
    start_ms: 1,
    provides: [],
    bindings: [],
    needed_by: [],
    process: { state: '', pid: 0, restarts: 0, last_crash: '', memory_kb: 0, calls: 0, failed: 0 },
    ...told,
  };
}

const host = {
  plugins: [] as hosting.Plugin[],
  asked: [] as [string, unknown][],
  refuses: undefined as ApiError | undefined,
};

/** The host, as far as this page asks it. */
function answer(_contract: string, name: string, request: unknown): Promise<unknown> {
  if (name === 'ListPlugins') return Promise.resolve({ plugins: host.plugins });
  host.asked.push([name, request]);
  if (host.refuses) return Promise.reject(host.refuses);
  return Promise.resolve({ plugin: '', state: 'ready', version: '1.1.0' });
}

async function page(): Promise<ShadowRoot> {
  const element = document.createElement('curante-plugins');
  document.body.append(element);
  const root = element.shadowRoot;
  if (!root) throw new Error('the page renders nothing');
  await vi.waitFor(() => expect(root.querySelectorAll('tbody tr')).toHaveLength(host.plugins.length));
  return root;
}

function button(root: ShadowRoot, label: string): HTMLButtonElement {
  const found = root.querySelector<HTMLButtonElement>(`button[aria-label="${label}"]`);
  if (!found) throw new Error(`no button «${label}»`);
  return found;
}

function labels(root: ShadowRoot, id: string): (string | null)[] {
  return [...root.querySelectorAll(`[data-plugin="${id}"] .actions button`)].map((one) =>
    one.getAttribute('aria-label'),
  );
}

beforeEach(() => {
  Object.assign(host, { plugins: [], asked: [], refuses: undefined });
  vi.mocked(call).mockImplementation(answer as typeof call);
  vi.mocked(askToConfirm).mockResolvedValue(true);
});
afterEach(() => document.body.replaceChildren());

describe('the page of plugins', () => {
  it('tells of one in a process of its own how it fares', async () => {
    host.plugins = [
      plugin('it.example.far', {
        version: '3.4.5',
        isolated: true,
        process: {
          state: 'running',
          pid: 4711,
          restarts: 2,
          last_crash: '2026-11-26T08:00:00Z SIGSEGV',
          memory_kb: 20480,
          calls: 9,
          failed: 1,
        },
      }),
    ];
    const root = await page();
    const cells = [...root.querySelectorAll('[data-plugin="it.example.far"] td')].map((cell) =>
      (cell.textContent ?? '').trim(),
    );
    const [, version, , , restarts, crash, memory] = cells;
    expect(version).toBe('3.4.5');
    expect(restarts).toBe('2');
    expect(crash).toContain('SIGSEGV');
    expect(memory).toContain('20');
  });

  it('offers what each may be told to do', async () => {
    host.plugins = [
      plugin('curante.web', { fixed: true }),
      plugin('it.example.wounds', { name: 'Ferite' }),
      plugin('it.example.off', { name: 'Spento', state: 'disabled' }),
    ];
    const root = await page();
    expect(labels(root, 'curante.web')).toEqual([]);
    expect(root.querySelector('[data-plugin="curante.web"] .actions')?.textContent).toContain(
      'sempre attivo',
    );
    expect(labels(root, 'it.example.wounds')).toEqual(['Disattiva Ferite', 'Sostituisci Ferite']);
    expect(labels(root, 'it.example.off')).toEqual(['Attiva Spento', 'Sostituisci Spento']);
    expect(root.querySelector('h2')?.textContent).toBe('Attivi 2 moduli su 3');
  });

  it('stops nothing that nobody has confirmed', async () => {
    host.plugins = [plugin('it.example.wounds', { name: 'Ferite' })];
    vi.mocked(askToConfirm).mockResolvedValue(false);
    const root = await page();
    button(root, 'Disattiva Ferite').click();
    button(root, 'Sostituisci Ferite').click();
    await vi.waitFor(() => expect(askToConfirm).toHaveBeenCalledTimes(2));
    expect(host.asked).toEqual([]);
  });

  it('stops what was confirmed, and says so', async () => {
    host.plugins = [
      plugin('it.example.wounds', { name: 'Ferite', needed_by: ['it.example.notes'] }),
      plugin('it.example.notes', { name: 'Note' }),
    ];
    const root = await page();
    button(root, 'Disattiva Ferite').click();
    await vi.waitFor(() =>
      expect(root.querySelector('[role="status"]')?.textContent).toContain('Disattivato: Ferite'),
    );
    expect(host.asked).toEqual([
      ['DisablePlugin', { plugin: 'it.example.wounds', confirmed: true }],
    ]);
    const asked = vi.mocked(askToConfirm).mock.lastCall?.[0];
    expect(asked?.text).toContain('Note');
    expect(asked?.danger).toBe(true);
  });

  it('tells which version runs after a replacement', async () => {
    host.plugins = [plugin('it.example.wounds', { name: 'Ferite' })];
    const root = await page();
    button(root, 'Sostituisci Ferite').click();
    await vi.waitFor(() =>
      expect(root.querySelector('[role="status"]')?.textContent).toContain('Ferite 1.1.0'),
    );
    expect(host.asked).toEqual([['ReplacePlugin', { plugin: 'it.example.wounds' }]]);
  });

  it('says a refusal in plain words, and tells no success', async () => {
    host.plugins = [plugin('it.example.off', { name: 'Spento', state: 'disabled' })];
    host.refuses = new ApiError('plugin-changing', 'drain timed out', 'later', 503);
    const root = await page();
    button(root, 'Attiva Spento').click();
    const problem = root.querySelector<HTMLElement & { problem?: ApiError }>('curante-problem');
    await vi.waitFor(() => expect(problem?.problem?.message).toContain('«Spento»'));
    expect(problem?.problem?.code).toBe('plugin-changing');
    expect(root.querySelector('[role="status"]')?.textContent).not.toContain('Attivato');
  });
});
