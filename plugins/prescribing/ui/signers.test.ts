// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { session, type Session } from '@curante/shell';
import './prepare-bar';
import type { PrepareBar } from './prepare-bar';
import './signers-banner';
import type { SignersBanner } from './signers-banner';

const doctors = [
  { account: 'absent', last_name: 'FABBRI', first_name: 'GIULIA' },
  { account: 'colleague', last_name: 'CONTI', first_name: 'ELISA' },
  { account: 'third', last_name: 'NERI', first_name: 'UGO' },
];
let signers: unknown[];

beforeEach(() => {
  signers = [{ id: 's', doctor: 'absent', signer: 'colleague', from: '2026-11-20', until: '2026-11-30' }];
  vi.stubGlobal('fetch', async (url: string) =>
    new Response(
      JSON.stringify(url.includes('ListDoctors') ? { doctors } : { signers, today: '2026-11-26' }),
    ),
  );
});
afterEach(() => {
  vi.unstubAllGlobals();
  session.end();
  document.body.replaceChildren();
});

function signedInAs(account: string, ...permissions: string[]): void {
  session.begin({ account, permissions: ['signers.manage', ...permissions] } as Session);
}

async function bar(handed = ''): Promise<{ element: PrepareBar; list: HTMLSelectElement }> {
  const element = document.createElement('curante-prepare-bar') as PrepareBar;
  element.holder = 'absent';
  element.handover = { doctor: handed, note: '', by: '' };
  document.body.append(element);
  const list = await vi.waitFor(() => {
    const found = element.shadowRoot?.querySelector<HTMLSelectElement>('#doctor');
    expect(found?.options.length).toBe(signers.length > 0 ? 4 : 3);
    return found as HTMLSelectElement;
  });
  await element.updateComplete;
  return { element, list };
}

const words = (element: Element | null | undefined): string =>
  (element?.textContent ?? '').replace(/\s+/g, ' ').trim();

it('hands a draft to who signs for the patient’s doctor, and says until when', async () => {
  signedInAs('desk', 'prescription.prepare');
  const { element, list } = await bar();
  expect(list.value).toBe('');
  expect(words(list.selectedOptions[0])).toBe('CONTI ELISA, al posto di FABBRI GIULIA');
  expect(words(element.shadowRoot?.querySelector('[data-signer]'))).toContain('30/11/2026');
  expect([...list.options].map(words)).toContain('FABBRI GIULIA (assente)');
});

it('hands it to whom a person chose, also to who is absent', async () => {
  signedInAs('desk', 'prescription.prepare');
  const { element, list } = await bar('absent');
  expect(list.value).toBe('absent');
  expect(element.shadowRoot?.querySelector('[data-signer]')).toBeNull();
  const told = vi.fn();
  element.addEventListener('curante-handover', told);
  list.value = '';
  list.dispatchEvent(new Event('change'));
  expect(told.mock.calls[0]?.[0].detail.doctor).toBe('');
});

it('names the patient’s doctor where nobody signs, as nobody’s choice', async () => {
  signedInAs('desk', 'prescription.prepare');
  signers = [];
  const { element, list } = await bar();
  expect(list.value).toBe('absent');
  const told = vi.fn();
  element.addEventListener('curante-handover', told);
  list.dispatchEvent(new Event('change'));
  expect(told.mock.calls[0]?.[0].detail.doctor).toBe('');
});

async function banner(): Promise<string> {
  const element = document.createElement('curante-signers-banner') as SignersBanner;
  document.body.append(element);
  await vi.waitFor(() => expect(words(element.shadowRoot?.querySelector('.banner'))).not.toBe(''));
  return words(element.shadowRoot?.querySelector('.banner span'));
}

it('tells staff and both doctors on every page', async () => {
  signedInAs('desk', 'prescription.prepare');
  expect(await banner()).toBe('FABBRI GIULIA è assente fino al 30/11/2026: approva e firma CONTI ELISA');
  for (const one of ['absent', 'colleague']) {
    document.body.replaceChildren();
    signedInAs(one, 'prescription.issue');
    expect(await banner()).toContain('CONTI ELISA');
  }
});

it('tells no third doctor, nor what is still to come', async () => {
  const answered = vi.fn();
  const silent = async (): Promise<void> => {
    document.body.replaceChildren();
    const element = document.createElement('curante-signers-banner') as SignersBanner;
    const before = answered.mock.calls.length;
    document.body.append(element);
    await vi.waitFor(() => expect(answered.mock.calls.length).toBeGreaterThan(before));
    await vi.waitFor(() => expect(element.shadowRoot?.querySelector('[role=status]')).toBeTruthy());
    await element.updateComplete;
    expect(element.shadowRoot?.querySelector('.banner')).toBeNull();
  };
  const fetch = globalThis.fetch;
  vi.stubGlobal('fetch', async (url: string) => {
    const answer = await fetch(url);
    const text = await answer.text();
    // After whoever asked has read it.
    setTimeout(answered);
    return new Response(text);
  });
  signedInAs('third', 'prescription.issue');
  await silent();
  signedInAs('desk', 'prescription.prepare');
  signers = [{ id: 's', doctor: 'absent', signer: 'colleague', from: '2026-12-01', until: '2026-12-02' }];
  await silent();
});
