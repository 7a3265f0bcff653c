// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, it, vi } from 'vitest';
import './rules-banner';
import type { RulesBanner } from './rules-banner';

async function shown(answer: Response): Promise<RulesBanner> {
  const asked = vi.fn(async () => answer);
  vi.stubGlobal('fetch', asked);
  const banner = document.createElement('curante-rules-banner') as RulesBanner;
  document.body.append(banner);
  await vi.waitFor(() => expect(asked).toHaveBeenCalledOnce());
  await banner.updateComplete;
  return banner;
}

const rules = (problem: string): Response =>
  new Response(JSON.stringify({ name: 'italia', version: '2026.11.26', problem }));
const words = (banner: RulesBanner): string =>
  (banner.shadowRoot?.querySelector('[role=status]')?.textContent ?? '').replace(/\s+/g, ' ').trim();

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

it('says that the installed rules are not applied, which are, and why', async () => {
  const banner = await shown(rules('italia.rules: altered [data-other]'));
  await vi.waitFor(() => expect(words(banner)).not.toBe(''));
  expect(words(banner)).toContain('non sono state accettate');
  expect(words(banner)).toContain('italia 2026.11.26');
  expect(words(banner)).toContain('[data-other]');
});

it('says nothing while they are, nor to who may not ask', async () => {
  expect(words(await shown(rules('')))).toBe('');
  expect(words(await shown(new Response('{}', { status: 403 })))).toBe('');
});
