// SPDX-License-Identifier: Apache-2.0

/**
 * Enter that is held down presses one button, and sends one form: the next ones would press what came up in
 * their place, unread. It still writes lines into a text.
 */
export function watchHeldKeys(): void {
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Enter' || !event.repeat) return;
      if (event.composedPath()[0] instanceof HTMLTextAreaElement) return;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true },
  );
}
