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
