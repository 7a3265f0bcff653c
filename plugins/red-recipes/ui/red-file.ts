// SPDX-License-Identifier: Apache-2.0
import type { documents } from '@curante/contracts';

/** What a call answered, as the browser has files. */
export function fileOf({ content, media_type }: documents.Blob): Blob {
  return new Blob([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], { type: media_type });
}

/** Rows of a CSV that was answered, without its head. */
export function rowsOf({ content }: Pick<documents.Blob, 'content'>): number {
  return Math.max(0, atob(content).split('\n').length - 2);
}

/** Hands a file to the browser to be kept. */
export function keepFile(file: documents.Blob): void {
  const address = URL.createObjectURL(fileOf(file));
  const link = document.createElement('a');
  link.href = address;
  link.download = file.file_name;
  link.click();
  // The browser still reads it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
