// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, it, vi } from 'vitest';
import { watchHeldKeys } from './held-keys';

watchHeldKeys();
afterEach(() => document.body.replaceChildren());

function pressed(name: 'button' | 'textarea', more: KeyboardEventInit): { heard: number; stands: boolean } {
  const element = document.createElement(name);
  document.body.append(element);
  const heard = vi.fn();
  element.addEventListener('keydown', heard);
  const event = new KeyboardEvent('keydown', {
    key: 'Enter',
    bubbles: true,
    cancelable: true,
    composed: true,
    ...more,
  });
  const stands = element.dispatchEvent(event);
  return { heard: heard.mock.calls.length, stands };
}

it('Enter presses once, however long it is held', () => {
  expect(pressed('button', {})).toEqual({ heard: 1, stands: true });
  expect(pressed('button', { repeat: true })).toEqual({ heard: 0, stands: false });
});

it('other keys, and lines of a text, go on', () => {
  expect(pressed('button', { key: 'ArrowDown', repeat: true })).toEqual({ heard: 1, stands: true });
  expect(pressed('textarea', { repeat: true })).toEqual({ heard: 1, stands: true });
});
