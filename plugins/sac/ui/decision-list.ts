// SPDX-License-Identifier: Apache-2.0
import { css } from '@curante/shell';

/** A list of recipes each of which wants a decision of its doctor's. */
export const decisionList = css`
  ul {
    list-style: none;
    padding: 0;
  }
  li {
    display: grid;
    gap: 0.5rem;
    padding-block: 0.7rem;
  }
  li + li {
    border-top: 1px solid var(--line);
  }
`;

/** True when something on the list was decided: what had the focus there is gone with it. */
export function gotShorter(before: readonly unknown[] | undefined, now: readonly unknown[]): boolean {
  return before !== undefined && now.length < before.length;
}
