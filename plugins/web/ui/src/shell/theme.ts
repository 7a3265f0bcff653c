// SPDX-License-Identifier: Apache-2.0

export type Theme = 'auto' | 'light' | 'dark';

const order: Theme[] = ['auto', 'light', 'dark'];

export function theme(): Theme {
  const kept = localStorage.getItem('curante.theme') as Theme | null;
  return kept && order.includes(kept) ? kept : 'auto';
}

export function applyTheme(chosen: Theme = theme()): void {
  if (chosen === 'auto') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.dataset['theme'] = chosen;
}

/** Turns to the next of automatic, light, dark. */
export function turnTheme(): Theme {
  const next = order[(order.indexOf(theme()) + 1) % order.length] ?? 'auto';
  localStorage.setItem('curante.theme', next);
  applyTheme(next);
  return next;
}
