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

/** How far the page was moved for each banner that stands above it. */
const moved = new Map<StillPage, number>();

function room(): string {
  const all = [...moved.values()].reduce((sum, one) => sum + one, 0);
  return all > 0 ? `calc(100vh + ${all}px)` : '';
}

/**
 * Keeps what somebody points at where it is when a banner above it grows by itself: at the top of the page
 * that goes on account of what is above. Whoever points at what is above would lose that instead. Further
 * down the browser does so itself.
 */
export class StillPage {
  private height_ = 0;

  constructor(private readonly banner_: HTMLElement) {}

  /** After each drawing of the banner; `unasked`: nobody waits for the page to move. */
  drawn(unasked: boolean): void {
    const { height, top } = this.banner_.getBoundingClientRect();
    const grown = height - this.height_;
    this.height_ = height;
    if (height === 0) this.free();
    else if (unasked && grown > 0) this.keep(grown, top);
  }

  /** Nothing of it stands above the page any more. */
  free(): void {
    moved.delete(this);
    document.body.style.minHeight = room();
  }

  private keep(grown_px: number, top_px: number): void {
    if (window.scrollY > 0 || performance.now() - pointed_at > at_hand_ms || pointed_y < top_px) return;
    moved.set(this, (moved.get(this) ?? 0) + grown_px);
    // A short page could not be moved at all.
    document.body.style.minHeight = room();
    window.scrollBy({ top: grown_px, behavior: 'instant' });
  }
}
