// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { showDocument, showDocuments, showFile, showLateDocument } from './document-viewer';
import { onceFree } from './focus';
import { openPatient } from './open-patient';

const maria = '00000000-0000-4000-8000-000000000001';
const mario = '00000000-0000-4000-8000-000000000002';

beforeEach(() => vi.stubGlobal('fetch', () => new Promise(() => undefined)));
afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

/** A viewer with its file there, and the parts of it. */
async function shown(): Promise<{ closed: Promise<void>; frame: HTMLIFrameElement; print: HTMLButtonElement }> {
  vi.stubGlobal('URL', { createObjectURL: () => 'about:blank', revokeObjectURL: () => undefined });
  const closed = showFile(new Blob(['%PDF-'], { type: 'application/pdf' }), 'Prova');
  const root = document.querySelector('curante-document')?.shadowRoot;
  await vi.waitFor(() => expect(root?.querySelector('iframe')).not.toBeNull());
  const frame = root?.querySelector('iframe') as HTMLIFrameElement;
  const print = root?.querySelector('[data-print]') as HTMLButtonElement;
  await vi.waitFor(() => expect(root?.activeElement).toBe(print));
  return { closed, frame, print };
}

const modal = (): Element | null | undefined =>
  document.querySelector('curante-document')?.shadowRoot?.querySelector('curante-modal');
const within = (): Element | null | undefined =>
  document.querySelector('curante-document')?.shadowRoot?.activeElement;

/** What the browser does when a frame takes the keys. */
function enter(frame: HTMLIFrameElement): void {
  frame.focus();
  window.dispatchEvent(new Event('blur'));
}

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

it('shows documents as one file, a hundred at a time, and tells which were printed', async () => {
  const fetched = vi.fn((_address: string) => new Promise(() => undefined));
  vi.stubGlobal('fetch', fetched);
  const documents = Array.from({ length: 101 }, (_, at) => `d${at}`);
  const printed = vi.fn();
  const closed = showDocuments(documents, undefined, 'Ricette', printed);
  const viewer = (): Element | null => document.querySelector('curante-document');
  await vi.waitFor(() => expect(fetched).toHaveBeenCalledOnce());
  expect(fetched.mock.calls[0]?.[0]).toBe(
    `/files/documents/1/ReadMerged?${new URLSearchParams({ documents: documents.slice(0, 100).join(',') })}`,
  );
  const first = viewer();
  first?.dispatchEvent(new CustomEvent('curante-print'));
  first?.dispatchEvent(new CustomEvent('curante-close'));
  await vi.waitFor(() => expect(fetched).toHaveBeenCalledTimes(2));
  expect(fetched.mock.calls[1]?.[0]).toBe('/files/documents/1/ReadMerged?documents=d100');
  viewer()?.dispatchEvent(new CustomEvent('curante-close'));
  await closed;
  expect(printed.mock.calls).toEqual([[documents.slice(0, 100)]]);
});

it('shows no further file over the chart of another patient', async () => {
  openPatient.value = maria;
  const closed = showDocuments(Array.from({ length: 101 }, (_, at) => `d${at}`), undefined, 'Ricette');
  openPatient.value = mario;
  await closed;
  expect(document.querySelector('curante-document')).toBeNull();
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

it('prints once, whatever key comes next, and takes the keys back from a frame that took them', async () => {
  const { frame, print } = await shown();
  const printed = vi.fn();
  Object.defineProperty(frame, 'contentWindow', { value: { print: printed, focus: () => frame.focus() } });
  print.click();
  expect(printed).toHaveBeenCalledOnce();
  expect(within()).toBe(modal());
  expect(modal()?.shadowRoot?.activeElement?.id).toBe('heading');
  enter(frame);
  await vi.waitFor(() => expect(within()).toBe(modal()));
});

it('is printed by no second click of who double-clicked what opened it', async () => {
  const { frame, print } = await shown();
  const printed = vi.fn();
  Object.defineProperty(frame, 'contentWindow', { value: { print: printed, focus: () => frame.focus() } });
  print.dispatchEvent(new MouseEvent('click', { detail: 2 }));
  expect(printed).not.toHaveBeenCalled();
  print.dispatchEvent(new MouseEvent('click', { detail: 1 }));
  expect(printed).toHaveBeenCalledOnce();
});

it('takes back the keys that a frame took when it was loaded, but not to the button that prints', async () => {
  const { frame } = await shown();
  enter(frame);
  await vi.waitFor(() => expect(within()).toBe(modal()));
});

it('leaves who clicked into the document where they are', async () => {
  const { frame } = await shown();
  await new Promise((resolve) => setTimeout(resolve, 1200));
  enter(frame);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(within()).toBe(frame);
});

it('leaves who went into the document by Tab where they are', async () => {
  const { frame, print } = await shown();
  print.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab', bubbles: true, composed: true }));
  enter(frame);
  await new Promise((resolve) => setTimeout(resolve));
  expect(within()).toBe(frame);
});

describe('a document that took a while', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const late = (): void => void showLateDocument('d', maria, 'Ricetta bianca di carta');
  const viewer = (): HTMLElement | null => document.querySelector('curante-document');
  const field = (): HTMLInputElement => {
    const input = document.createElement('input');
    document.body.append(input);
    input.focus();
    input.value = 'ram';
    return input;
  };

  it('comes up by itself, where no key prints it', async () => {
    vi.stubGlobal('URL', { createObjectURL: () => 'about:blank', revokeObjectURL: () => undefined });
    vi.stubGlobal('fetch', async () => new Response('%PDF-'));
    late();
    const root = viewer()?.shadowRoot;
    await vi.waitFor(() => expect(root?.querySelector('iframe')).not.toBeNull());
    await vi.waitFor(() => expect(root?.activeElement).toBe(root?.querySelector('curante-modal')));
  });

  it('is closed by no key that was meant for something else, while its file is on its way', async () => {
    late();
    await vi.waitFor(() => expect(modal()?.shadowRoot?.querySelector('dialog')?.open).toBe(true));
    await vi.waitFor(() => expect(modal()?.shadowRoot?.activeElement?.id).toBe('heading'));
    expect(viewer()?.shadowRoot?.querySelector('iframe')).toBeNull();
  });

  it('takes the keys from nobody who types, nor from a dialog', async () => {
    const input = field();
    onceFree(late);
    vi.advanceTimersByTime(5000);
    expect(viewer()).toBeNull();
    expect(document.activeElement).toBe(input);
    document.documentElement.toggleAttribute('data-modal', true);
    input.blur();
    vi.advanceTimersByTime(5000);
    expect(viewer()).toBeNull();
    document.documentElement.toggleAttribute('data-modal', false);
    vi.advanceTimersByTime(5000);
    expect(viewer()).not.toBeNull();
  });

  it('comes up before who has the focus in an empty field, once they touch no key', () => {
    const input = field();
    input.value = '';
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'r' }));
    onceFree(late);
    expect(viewer()).toBeNull();
    const later = performance.now() + 10_000;
    vi.spyOn(performance, 'now').mockReturnValue(later);
    vi.advanceTimersByTime(5000);
    expect(viewer()).not.toBeNull();
    vi.restoreAllMocks();
  });

  it('does not come up any more where it was given up', () => {
    const input = field();
    onceFree(late)();
    input.blur();
    vi.advanceTimersByTime(5000);
    expect(viewer()).toBeNull();
  });
});
