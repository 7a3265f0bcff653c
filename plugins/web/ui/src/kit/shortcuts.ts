// SPDX-License-Identifier: Apache-2.0
import { Watched } from './signal';

export interface Shortcut {
  key: string;
  label: string;
  run: () => void;
}

/** What Alt and a letter do at the moment, newest meaning first. */
export const shortcuts = new Watched<readonly Shortcut[]>([]);

/** Gives Alt+`key` a meaning until the returned function is called. */
export function addShortcut(key: string, label: string, run: () => void): () => void {
  const mine: Shortcut = { key: key.toLowerCase(), label, run };
  shortcuts.value = [mine, ...shortcuts.value];
  return () => {
    shortcuts.value = shortcuts.value.filter((other) => other !== mine);
  };
}

function modalOpen(): boolean {
  return document.documentElement.hasAttribute('data-modal');
}

window.addEventListener('keydown', (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || modalOpen()) return;
  const key = event.key.toLowerCase();
  const found = shortcuts.value.find((shortcut) => shortcut.key === key);
  if (!found) return;
  event.preventDefault();
  // A key that is held down means what it means once.
  if (!event.repeat) found.run();
});
