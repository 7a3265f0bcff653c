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

/** Remembers where the focus is; the returned function brings it back. */
export function rememberFocus(): () => void {
  const at = focused();
  return () => {
    if (at instanceof HTMLElement && at.isConnected) at.focus();
  };
}
