// SPDX-License-Identifier: Apache-2.0
import { Watched } from './signal';

/** A place in the program: the page, and what of it. `#/patient/ID/repeat/ID` and the like. */
export interface Place {
  page: string;
  rest: string[];
}

export function parsePlace(hash: string): Place {
  const [page = '', ...rest] = hash.replace(/^#?\/?/, '').split('/').map(decodeURIComponent);
  return { page, rest };
}

export const place = new Watched<Place>(parsePlace(window.location.hash));

window.addEventListener('hashchange', () => {
  place.value = parsePlace(window.location.hash);
});

export function addressOf(page: string, ...rest: string[]): string {
  return `#/${[page, ...rest].map(encodeURIComponent).join('/')}`;
}

/** Who goes where one is arrives there anew: the page begins at its first field. */
export function go(page: string, ...rest: string[]): void {
  const address = addressOf(page, ...rest);
  if (window.location.hash === address) place.value = { page, rest };
  else window.location.hash = address;
}

/** Changes the address without a new entry in the history, e.g. once an errand is done. */
export function settle(page: string, ...rest: string[]): void {
  window.history.replaceState(null, '', addressOf(page, ...rest));
  place.value = { page, rest };
}
