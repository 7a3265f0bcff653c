// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, it } from 'vitest';
import { Modal } from './modal';

afterEach(() => document.body.replaceChildren());

async function opened(): Promise<Modal> {
  const modal = new Modal();
  const inside = document.createElement('button');
  modal.append(inside);
  document.body.append(modal);
  await modal.updateComplete;
  inside.focus();
  return modal;
}

function button(): HTMLButtonElement {
  const button = document.createElement('button');
  document.body.append(button);
  button.focus();
  return button;
}

it('gives the focus back to where it was, also through one over another', async () => {
  const opener = button();
  const lower = await opened();
  const upper = await opened();
  upper.remove();
  expect(document.activeElement).toBe(lower.querySelector('button'));
  lower.remove();
  expect(document.activeElement).toBe(opener);
});

it('leaves the focus where somebody has put it meanwhile', async () => {
  button();
  const modal = await opened();
  const other = button();
  modal.remove();
  expect(document.activeElement).toBe(other);
});

it('that is gone before it was seen holds no shortcut back', async () => {
  const modal = new Modal();
  document.body.append(modal);
  modal.remove();
  await modal.updateComplete;
  expect(document.documentElement.hasAttribute('data-modal')).toBe(false);
});
