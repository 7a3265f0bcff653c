// SPDX-License-Identifier: Apache-2.0
import { readJson } from '../kit/api';

/** A screen that a plugin's manifest declares. */
export interface Screen {
  plugin: string;
  module: string;
  element: string;
  title: string;
  order: number;
  permission: string;
}
export interface PageEntry extends Screen {
  path: string;
}
export interface PanelEntry extends Screen {
  slot: string;
}

/** What the plugins of this host contribute to the screen. */
export interface Layout {
  pages: PageEntry[];
  panels: PanelEntry[];
}

function sorted<S extends Screen>(screens: S[] | undefined): S[] {
  return [...(screens ?? [])].sort((a, b) => a.order - b.order || a.element.localeCompare(b.element));
}

export async function readLayout(): Promise<Layout> {
  const told = await readJson<Partial<Layout>>('/api/shell');
  return { pages: sorted(told.pages), panels: sorted(told.panels) };
}

const loaded = new Map<string, Promise<unknown>>();

/** Fetches the module that defines the screen's element, once. */
export async function loadScreen(screen: Screen): Promise<void> {
  const address = screen.module.startsWith('/')
    ? screen.module
    : `/ui/${screen.plugin}/${screen.module}`;
  let module = loaded.get(address);
  if (!module) {
    module = import(/* @vite-ignore */ address);
    loaded.set(address, module);
    module.catch(() => loaded.delete(address));
  }
  await module;
  if (!customElements.get(screen.element)) {
    throw new Error(`${address} does not define <${screen.element}>`);
  }
}
