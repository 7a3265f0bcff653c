// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { ApiError } from '@curante/shell';
import type { hosting } from '@curante/contracts';
import { brokenPaths, disableWarning, memoryOf, pathsOf, refusalOf, stateOf } from './plugin-words';

const noProcess: hosting.Process = {
  state: '',
  pid: 0,
  restarts: 0,
  last_crash: '',
  memory_kb: 0,
  calls: 0,
  failed: 0,
};

function plugin(told: Partial<hosting.Plugin>): hosting.Plugin {
  return {
    id: 'it.example.wounds',
    version: '1.0.0',
    name: 'Ferite',
    state: 'ready',
    problem: '',
    issuer: 'example',
    issuer_kind: 'third-party',
    mock: false,
    isolated: false,
    fixed: false,
    start_ms: 1,
    provides: [],
    bindings: [],
    needed_by: [],
    process: noProcess,
    ...told,
  };
}

function binding(path: string, optional = false): hosting.Binding {
  return { contract: 'chart/1', provider: 'curante.chart', path, reason: 'so', optional };
}

describe('the words for a plugin', () => {
  it('tell how its process does, too', () => {
    const isolated = (state: string): hosting.Plugin =>
      plugin({ isolated: true, process: { ...noProcess, state, memory_kb: 12_595 } });
    expect(stateOf(plugin({}))).toEqual({ tone: 'green', text: 'attivo' });
    expect(stateOf(isolated('running')).text).toBe('attivo');
    expect(stateOf(isolated('restarting')).tone).toBe('amber');
    expect(stateOf(isolated('quarantined'))).toEqual({ tone: 'red', text: 'in quarantena' });
    expect(stateOf(plugin({ state: 'failed' })).tone).toBe('red');
    expect(memoryOf(isolated('running'))).toBe('12,3 MB');
    expect(memoryOf(plugin({}))).toBe('condivisa');
  });

  it('count its paths, and those that should lead somewhere and do not', () => {
    const unbound = { ...binding('none', true), provider: '' };
    const one = plugin({ bindings: [binding('direct'), binding('direct'), binding('none'), unbound] });
    expect(pathsOf(one)).toBe('2 diretti');
    expect(brokenPaths(one)).toBe(1);
    expect(pathsOf(plugin({ bindings: [unbound] }))).toBe('nessuno');
    expect(brokenPaths(plugin({ bindings: [unbound] }))).toBe(0);
    expect(brokenPaths(plugin({ bindings: [binding('none', true)] }))).toBe(1);
  });

  it('warn of what stops with it', () => {
    const door = plugin({ id: 'curante.web', name: 'Interfaccia web', fixed: true });
    const needed = plugin({ needed_by: ['curante.web', 'it.example.unknown'] });
    expect(disableWarning(plugin({}), [door])).toContain('Nessun altro modulo');
    const warning = disableWarning(needed, [door]);
    expect(warning).toContain('Interfaccia web, it.example.unknown');
    expect(warning).toContain('curante plugins enable it.example.wounds');
    expect(disableWarning(needed, [{ ...door, fixed: false }])).not.toContain('curante plugins');
  });

  it('say refusals in plain words, with the reasons below', () => {
    const refused = new ApiError('plugin-not-admitted', 'no\nrefused  x\n  needs y', 'do', 422);
    const said = refusalOf(refused, plugin({}));
    expect(said.message).toContain('«Ferite»');
    expect(said.remedy).toBe('refused  x\n  needs y');
    const other = new ApiError('library-unloadable', 'it has no room', 'make some');
    expect(refusalOf(other, plugin({}))).toBe(other);
  });
});
