// SPDX-License-Identifier: Apache-2.0
import { focusIsLost } from '@curante/shell';

/** What takes nothing back by a key that was meant for the control that is gone. */
const usable = 'button:not([disabled], .danger)';

/**
 * Where the focus is lost with a control that `element` had in a recipe's row: goes to what else can be done
 * with the recipe, or with the next one, or with the prescription.
 */
export function focusNextTo(element: HTMLElement): void {
  const root = element.getRootNode();
  if (!(root instanceof ShadowRoot)) return;
  const rows = [...root.querySelectorAll('[data-recipe]')];
  const mine = rows.findIndex((row) => row.contains(element));
  for (const row of rows.slice(Math.max(0, mine))) {
    if (!focusIsLost()) return;
    row.querySelector<HTMLElement>(usable)?.focus();
  }
  if (focusIsLost() && root.host instanceof HTMLElement) root.host.focus();
}
