// SPDX-License-Identifier: Apache-2.0

/**
 * Of a double click only the first one: the second would be done to what has come up under the pointer
 * meanwhile. Keys are no clicks, and each counts.
 */
export function firstClick(run: () => void): (event: MouseEvent) => void {
  return ({ detail: clicks }) => {
    if (clicks < 2) run();
  };
}

/** The same of a button that submits its form, by its key too: the second click submits nothing. */
export function submitByFirstClick(event: MouseEvent): void {
  if (event.detail > 1) event.preventDefault();
}
