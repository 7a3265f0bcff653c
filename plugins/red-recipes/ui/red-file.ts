// SPDX-License-Identifier: Apache-2.0
import type { documents } from '@curante/contracts';

/** Hands a file to the browser: to be kept, or to be looked at and printed in a tab of its own. */
export function handOver(file: documents.Blob, how: 'keep' | 'show'): void {
  const octets = Uint8Array.from(atob(file.content), (c) => c.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([octets], { type: file.media_type }));
  const link = document.createElement('a');
  link.href = address;
  if (how === 'keep') link.download = file.file_name;
  else link.target = '_blank';
  link.click();
  // A tab that opens still reads it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
