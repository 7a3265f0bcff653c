// SPDX-License-Identifier: Apache-2.0
import { ApiError, type Tone } from '@curante/shell';
import type { hosting } from '@curante/contracts';
import { t } from './operation-texts';

export interface Told {
  tone: Tone;
  text: string;
}

export function nameOf(plugin: hosting.Plugin): string {
  return plugin.name || plugin.id;
}

/** The people's names of plugins that are known by id. */
export function namesOf(ids: string[], all: hosting.Plugin[]): string {
  const names = ids.map((id) => {
    const found = all.find((one) => one.id === id);
    return found ? nameOf(found) : id;
  });
  return names.join(', ');
}

export function runs(plugin: hosting.Plugin): boolean {
  return plugin.state === 'ready' || plugin.state === 'started';
}

export function stateOf(plugin: hosting.Plugin): Told {
  if (runs(plugin) && plugin.process.state === 'quarantined') {
    return { tone: 'red', text: t('state-quarantined') };
  }
  if (runs(plugin) && plugin.process.state === 'restarting') {
    return { tone: 'amber', text: t('state-restarting') };
  }
  switch (plugin.state) {
    case 'ready':
      return { tone: 'green', text: t('state-ready') };
    case 'started':
      return { tone: 'blue', text: t('state-starting') };
    case 'failed':
      return { tone: 'red', text: t('state-failed') };
    case 'disabled':
      return { tone: 'grey', text: t('state-disabled') };
    default:
      return { tone: 'amber', text: t('state-stopped') };
  }
}

const paths = ['direct', 'marshalled', 'isolated'] as const;

export function pathText(path: string): string {
  const known = paths.find((one) => one === path);
  return t(known ? `path-${known}` : 'path-none');
}

/** "3 diretti, 1 con conversione": the ways that lead somewhere. */
export function pathsOf(plugin: hosting.Plugin): string {
  const parts = paths
    .map((path) => ({ path, count: plugin.bindings.filter((one) => one.path === path).length }))
    .filter(({ count }) => count > 0)
    .map(({ path, count }) => `${count} ${t(count === 1 ? `path-${path}` : `path-${path}-many`)}`);
  return parts.join(', ') || t('no-links');
}

/** How many lead nowhere, though they should: an optional one that nobody offers is nothing amiss. */
export function brokenPaths(plugin: hosting.Plugin): number {
  return plugin.bindings.filter((one) => one.path === 'none' && (one.provider || !one.optional))
    .length;
}

const megabytes = new Intl.NumberFormat('it-IT', { maximumFractionDigits: 1 });

export function memoryOf(plugin: hosting.Plugin): string {
  return plugin.isolated ? `${megabytes.format(plugin.process.memory_kb / 1024)} MB` : t('shared');
}

/** What to tell somebody who is about to stop the plugin. */
export function disableWarning(plugin: hosting.Plugin, all: hosting.Plugin[]): string {
  if (plugin.id === 'curante.operation') return t('disable-own-page', { id: plugin.id });
  if (plugin.needed_by.length === 0) return t('disable-free');
  const needed = t('disable-needed', { names: namesOf(plugin.needed_by, all) });
  const shut = all.some((one) => one.fixed && plugin.needed_by.includes(one.id));
  return shut ? `${needed}\n\n${t('disable-entry', { id: plugin.id })}` : needed;
}

/** The host speaks to operators; here its refusals are said for who sits at the screen. */
export function refusalOf(error: ApiError, plugin: hosting.Plugin): ApiError {
  const name = nameOf(plugin);
  const said = (message: string, remedy: string): ApiError =>
    new ApiError(error.code, message, remedy, error.status, error.trace);
  switch (error.code) {
    case 'plugin-not-admitted':
      return said(t('not-admitted', { name }), error.message.split('\n').slice(1).join('\n'));
    case 'plugin-changing':
      return said(t('changing', { name }), t('changing-remedy'));
    case 'plugin-runs':
      return said(t('runs', { name }), t('reload'));
    case 'plugin-unknown':
      return said(t('gone'), t('reload'));
    default:
      return error;
  }
}
