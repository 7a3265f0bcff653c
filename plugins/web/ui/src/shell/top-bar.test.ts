// SPDX-License-Identifier: Apache-2.0
// A key means one thing: what a screen does by Alt and a letter is no page's way.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { session } from '../kit/session';
import { afterEach, expect, it } from 'vitest';
import type { PageEntry } from './layout';
import './top-bar';
import type { TopBar } from './top-bar';

const plugins = join(dirname(fileURLToPath(import.meta.url)), '../../../..');

afterEach(() => {
  document.body.replaceChildren();
  session.end();
});

/** The letters that the rooms' own screens give a meaning, and the rooms' pages as they are declared. */
function declared(): { keys: Set<string>; pages: PageEntry[] } {
  const keys = new Set<string>();
  const pages: PageEntry[] = [];
  for (const room of readdirSync(plugins)) {
    const files = (folder: string, end: string): string[] => {
      try {
        return readdirSync(join(plugins, room, folder))
          .filter((name) => name.endsWith(end))
          .map((name) => readFileSync(join(plugins, room, folder, name), 'utf8'));
      } catch {
        return []; // it has no screens
      }
    };
    for (const text of files('ui', '.ts')) {
      for (const found of text.matchAll(/(?:\.shortcut|addShortcut)\(\s*'([a-z])'/g)) keys.add(found[1] ?? '');
    }
    for (const text of files('.', 'plugin.info')) {
      for (const [, path = '', title = ''] of text.matchAll(/page\s*\{\s*path (\S+).*title "([^"]+)"/g)) {
        pages.push({ path, title, order: 0 } as PageEntry);
      }
    }
  }
  return { keys, pages };
}

async function keysOf(pages: PageEntry[]): Promise<string[]> {
  const bar = document.createElement('curante-top-bar') as TopBar;
  bar.pages = pages;
  document.body.append(bar);
  await bar.updateComplete;
  const links = [...bar.renderRoot.querySelectorAll('nav a[aria-keyshortcuts]')];
  return links.map((one) => (one.getAttribute('aria-keyshortcuts') ?? '').replace('Alt+', '').toLowerCase());
}

it('gives no page the key of what a screen does', async () => {
  const { keys, pages } = declared();
  // Where the search itself finds nothing, it proves nothing.
  for (const key of ['a', 'b', 'm', 'o', 'i', 'r']) expect([...keys]).toContain(key);
  expect(pages.map((one) => one.path)).toContain('moduli');
  const own = await keysOf(pages.filter((one) => one.path !== 'patients'));
  expect(own.filter((key) => keys.has(key))).toEqual([]);
  expect(own).toContain('g');
  // Whatever a page is called.
  document.body.replaceChildren();
  const named = [...keys].map((key) => ({ path: `page-${key}`, title: key.toUpperCase() }) as PageEntry);
  expect(await keysOf(named)).toEqual([]);
});

it('gives the list of patients its key, and no key twice', async () => {
  const { pages } = declared();
  const given = await keysOf(pages);
  expect(given).toContain('p');
  expect(new Set(given).size).toBe(given.length);
});
