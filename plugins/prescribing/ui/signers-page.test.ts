// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, it, vi } from 'vitest';
import { session, type Session } from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import './signers-page';

const doctors = ['FABBRI', 'CONTI', 'NERI'].map((name) => ({ account: name, last_name: name, first_name: '' }));

afterEach(() => {
  vi.unstubAllGlobals();
  session.end();
  document.body.replaceChildren();
});

it('sets another substitution under another id, and the same one again under the same', async () => {
  const asked: prescribing.SetSigner[] = [];
  session.begin({ account: 'desk', permissions: ['signers.manage'] } as Session);
  vi.stubGlobal('fetch', async (url: string, request: { body: string }) => {
    if (url.includes('ListDoctors')) return Response.json({ doctors });
    if (url.includes('ListSigners')) return Response.json({ signers: [], today: '2026-11-26' });
    asked.push(JSON.parse(request.body) as prescribing.SetSigner);
    // The answer is lost: it may have been set.
    throw new TypeError('offline');
  });
  const page = document.createElement('curante-signers');
  document.body.append(page);
  const root = page.shadowRoot as ShadowRoot;
  await vi.waitFor(() => expect(root.querySelector('#doctor')).not.toBeNull());
  const pick = (id: string, value: string): void => {
    const list = root.querySelector<HTMLSelectElement>(id) as HTMLSelectElement;
    list.value = value;
    list.dispatchEvent(new Event('change'));
  };
  const set = async (): Promise<string> => {
    const before = asked.length;
    await vi.waitFor(() => {
      const button = root.querySelector<HTMLButtonElement>('form button[type="submit"]');
      expect(button?.disabled).toBe(false);
    });
    root.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
    await vi.waitFor(() => expect(asked.length).toBe(before + 1));
    return asked.at(-1)?.id ?? '';
  };
  pick('#doctor', 'FABBRI');
  await vi.waitFor(() => expect(root.querySelector<HTMLSelectElement>('#signer')?.options.length).toBe(4));
  pick('#signer', 'CONTI');
  const first = await set();
  expect(await set()).toBe(first);
  pick('#signer', 'NERI');
  expect(await set()).not.toBe(first);
  expect(asked.at(-1)?.signer).toBe('NERI');
});
