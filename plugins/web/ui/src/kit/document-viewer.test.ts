// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { showDocument, showFile } from './document-viewer';
import { openPatient } from './open-patient';

const maria = '00000000-0000-4000-8000-000000000001';
const mario = '00000000-0000-4000-8000-000000000002';

beforeEach(() => vi.stubGlobal('fetch', () => new Promise(() => undefined)));
afterEach(() => vi.unstubAllGlobals());

it("closes a patient's document when the window turns to another", async () => {
  openPatient.value = maria;
  const closed = showDocument('00000000-0000-4000-8000-00000000000d', maria, 'Promemoria');
  expect(document.querySelector('curante-document')).not.toBeNull();
  openPatient.value = mario;
  expect(document.querySelector('curante-document')).toBeNull();
  await closed;
});

it('tells whoever opened it that it was printed', async () => {
  const printed = vi.fn();
  const document_id = '00000000-0000-4000-8000-00000000000d';
  const closed = showDocument(document_id, maria, 'Promemoria', printed);
  const viewer = document.querySelector('curante-document');
  viewer?.dispatchEvent(new CustomEvent('curante-print'));
  viewer?.dispatchEvent(new CustomEvent('curante-close'));
  await closed;
  expect(printed).toHaveBeenCalledOnce();
});

it('shows a file that is nobody’s document, without asking for it', async () => {
  const fetched = vi.fn(() => new Promise(() => undefined));
  vi.stubGlobal('fetch', fetched);
  vi.stubGlobal('URL', { createObjectURL: () => 'blob:test', revokeObjectURL: () => undefined });
  const closed = showFile(new Blob(['%PDF-'], { type: 'application/pdf' }), 'Prova');
  const viewer = document.querySelector('curante-document');
  await vi.waitFor(() => {
    expect(viewer?.shadowRoot?.querySelector('iframe')?.getAttribute('src')).toBe('blob:test');
  });
  expect(fetched).not.toHaveBeenCalled();
  viewer?.dispatchEvent(new CustomEvent('curante-close'));
  await closed;
  expect(document.querySelector('curante-document')).toBeNull();
});
