// SPDX-License-Identifier: Apache-2.0

/** So long after the mouse or a finger did something, somebody may be about to press. */
const at_hand_ms = 5000;

let pointed_at = -Infinity;
let pointed_y = 0;
const note = ({ clientY }: PointerEvent): void => {
  pointed_at = performance.now();
  pointed_y = clientY;
};
for (const what of ['pointermove', 'pointerdown'] as const) {
  window.addEventListener(what, note, { capture: true, passive: true });
}

/**
 * What begins at `top_px` of the window has grown by so many pixels: where somebody points at it or below,
 * that goes on account of what is above, and what they point at stays where it is. Whoever points at what is
 * above would lose that instead. Further down the browser does so itself.
 */
export function keepPageStill(grown_px: number, top_px: number): void {
  if (grown_px <= 0 || window.scrollY > 0 || performance.now() - pointed_at > at_hand_ms) return;
  if (pointed_y < top_px) return;
  // A short page could not be moved at all.
  document.body.style.minHeight = `calc(100vh + ${grown_px}px)`;
  window.scrollBy({ top: grown_px, behavior: 'instant' });
}

/** Nothing stands above the page any more. */
export function freePage(): void {
  document.body.style.minHeight = '';
}
