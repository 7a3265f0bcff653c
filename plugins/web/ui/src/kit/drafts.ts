// SPDX-License-Identifier: Apache-2.0
import { DraftStore } from './draft-store';
import { session } from './session';
import { Watched } from './signal';

/** The drafts of this window. */
export const drafts = new DraftStore(window.sessionStorage, () => session.account);

/** Counts up when a draft was begun or ended, for whoever lists them. */
export const draftChanges = new Watched(0);

const held = new Set<string>();

/**
 * True when this window alone holds the thing called `name`. A duplicated tab copies the session
 * storage, and a draft with it: only the window that began the draft may go on with it. Waits a
 * little, since a page being reloaded lets go a moment late.
 */
export async function holdAlone(name: string, patience_ms = 1500): Promise<boolean> {
  if (held.has(name) || !('locks' in navigator)) return true;
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), patience_ms);
  return new Promise((resolve) => {
    navigator.locks
      .request(`curante.hold.${name}`, { signal: patience.signal }, () => {
        clearTimeout(timer);
        held.add(name);
        resolve(true);
        // Held until the window closes.
        return new Promise<void>(() => undefined);
      })
      .catch(() => resolve(false));
  });
}
