// SPDX-License-Identifier: Apache-2.0
import { DraftStore } from './draft-store';
import { session } from './session';
import { Watched } from './signal';

/** The drafts of this window. */
export const drafts = new DraftStore(window.sessionStorage, () => session.account);

/** Counts up when a draft was begun or ended, for whoever lists them. */
export const draftChanges = new Watched(0);

/**
 * True when this window alone holds the thing called `name`. A duplicated tab copies the session
 * storage, and a draft's id with it: only one of the two may go on with that id.
 */
export async function holdAlone(name: string): Promise<boolean> {
  if (!('locks' in navigator)) return true;
  return new Promise((resolve) => {
    void navigator.locks.request(`curante.hold.${name}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      // Held until the window closes.
      return lock ? new Promise<void>(() => undefined) : undefined;
    });
  });
}
