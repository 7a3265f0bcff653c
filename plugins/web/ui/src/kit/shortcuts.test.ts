// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, it, vi } from 'vitest';
import { addShortcut } from './shortcuts';

let end = (): void => undefined;
afterEach(() => end());

/** True when the browser's own meaning of the key was left to it. */
const press = (more: KeyboardEventInit = {}): boolean =>
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'b', altKey: true, cancelable: true, ...more }));

it('a key that is held down means what it means once', () => {
  const run = vi.fn();
  end = addShortcut('b', 'stampa', run);
  expect(press()).toBe(false);
  expect(press({ repeat: true })).toBe(false);
  expect(press({ repeat: true })).toBe(false);
  expect(run).toHaveBeenCalledTimes(1);
  press();
  expect(run).toHaveBeenCalledTimes(2);
});

it('means nothing without Alt, nor once it is taken away', () => {
  const run = vi.fn();
  end = addShortcut('b', 'stampa', run);
  expect(press({ altKey: false })).toBe(true);
  end();
  expect(press()).toBe(true);
  expect(run).not.toHaveBeenCalled();
});
