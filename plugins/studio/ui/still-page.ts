// SPDX-License-Identifier: Apache-2.0

/** So long after the mouse or a finger did something, somebody may be about to press. */
const at_hand_ms = 5000;

let pointed_at = -Infinity;
const note = (): void => {
  pointed_at = performance.now();
};
for (const what of ['pointermove', 'pointerdown']) {
  window.addEventListener(what, note, { capture: true, passive: true });
}

/**
 * What stands above the page has grown by so many pixels: where somebody points at the page, that goes on
 * account of what is above, and what they point at stays where it is. Further down the browser does so itself.
 */
export function keepPageStill(grown_px: number): void {
  if (grown_px <= 0 || window.scrollY > 0 || performance.now() - pointed_at > at_hand_ms) return;
  // A short page could not be moved at all.
  document.body.style.minHeight = `calc(100vh + ${grown_px}px)`;
  window.scrollBy({ top: grown_px, behavior: 'instant' });
}

/** Nothing stands above the page any more. */
export function freePage(): void {
  document.body.style.minHeight = '';
}
