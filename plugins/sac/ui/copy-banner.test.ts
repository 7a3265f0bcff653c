// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, it, vi } from 'vitest';
import { FakeServer, quiet } from '../../web/ui/scripts/fake-server';
import { CopyBanner } from './copy-banner';

const suspected = { found: '2026-11-23T10:00:00Z' };

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

it('is gone once somebody has said what the computer is, whatever is answered late', async () => {
  const server = new FakeServer({ SettleCopySuspicion: () => ({ found: null }) });
  const banner = new CopyBanner();
  document.body.append(banner);
  const shown = (): Element | null | undefined => banner.shadowRoot?.querySelector('[data-copy-suspected]');
  const [first] = await server.held('GetCopySuspicion');
  first?.answer(suspected);
  await vi.waitFor(() => expect(shown()).not.toBeNull());

  banner.shadowRoot?.querySelector('button')?.click();
  const confirm = await vi.waitFor(() => {
    const found = [...document.body.children]
      .map((one) => one.shadowRoot?.querySelector<HTMLElement>('[data-confirm]'))
      .find(Boolean);
    expect(found).toBeDefined();
    return found;
  });
  void (banner as unknown as { load(): Promise<void> }).load(); // a recipe changed meanwhile
  const [, late] = await server.held('GetCopySuspicion', 2);
  confirm?.click();
  await vi.waitFor(() => expect(shown()).toBeNull());
  late?.answer(suspected);
  await quiet();
  expect(shown()).toBeNull();
});
