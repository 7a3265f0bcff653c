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

/** True while keys become text, or choose, in a field: who types must not find the focus elsewhere. */
function somebodyTypes(): boolean {
  const at = focused();
  if (!(at instanceof HTMLElement)) return false;
  const field = at.matches('select, textarea, input:not([type=checkbox], [type=radio], [type=button])');
  return field || at.isContentEditable;
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
