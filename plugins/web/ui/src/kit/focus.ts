// SPDX-License-Identifier: Apache-2.0

/** Remembers where the focus is, through shadow roots; the returned function brings it back. */
export function rememberFocus(): () => void {
  let at: Element | null = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return () => {
    if (at instanceof HTMLElement && at.isConnected) at.focus();
  };
}
