// SPDX-License-Identifier: Apache-2.0

/** Where the focus is, through shadow roots; a frame itself where it is inside of one. */
export function focused(): Element | null {
  let at: Element | null = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at;
}

/** True when no key would reach anything: what had the focus is gone. */
export function focusIsLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** Who has not touched a key for so long is no longer typing in a field that is empty. */
const typed_ms = 3000;

let typed_at = -Infinity;
window.addEventListener(
  'keydown',
  ({ altKey, ctrlKey, metaKey }) => {
    // Shortcuts are no text.
    if (!altKey && !ctrlKey && !metaKey) typed_at = performance.now();
  },
  { capture: true, passive: true },
);

/**
 * True while somebody types in a field, or has begun to: they must not find the focus elsewhere. A field
 * that a page gave the focus to, and that is empty, is nobody's yet.
 */
function somebodyTypes(): boolean {
  const at = focused();
  if (!(at instanceof HTMLElement)) return false;
  if (at.isContentEditable) return true;
  if (!at.matches('select, textarea, input:not([type=checkbox], [type=radio], [type=button])')) return false;
  const begun = (at as HTMLInputElement).value !== '';
  return begun || performance.now() - typed_at < typed_ms;
}

/** How often it is looked whether the hands are free again. */
const look_ms = 250;

/**
 * Runs `work` as soon as nobody types in a field and no dialog is open: at once where that is so. Returns
 * what gives it up.
 */
export function onceFree(work: () => void): () => void {
  const free = (): boolean => !somebodyTypes() && !document.documentElement.hasAttribute('data-modal');
  if (free()) {
    work();
    return () => undefined;
  }
  // Focus that moves within a shadow root is told to nobody outside of it.
  const timer = setInterval(() => {
    if (!free()) return;
    clearInterval(timer);
    work();
  }, look_ms);
  return () => clearInterval(timer);
}

/** Remembers where the focus is; the returned function brings it back. */
export function rememberFocus(): () => void {
  const at = focused();
  return () => {
    if (at instanceof HTMLElement && at.isConnected) at.focus();
  };
}
