// SPDX-License-Identifier: Apache-2.0
import { expect, it, vi } from 'vitest';
import { firstClick } from './first-click';

it('does once what was double-clicked, and each time what was pressed by key', () => {
  const run = vi.fn();
  const clicked = firstClick(run);
  clicked(new MouseEvent('click', { detail: 1 }));
  clicked(new MouseEvent('click', { detail: 2 }));
  expect(run).toHaveBeenCalledTimes(1);
  clicked(new MouseEvent('click', { detail: 0 }));
  clicked(new MouseEvent('click', { detail: 0 }));
  expect(run).toHaveBeenCalledTimes(3);
});
