// SPDX-License-Identifier: Apache-2.0
import { css } from 'lit';

/** What stands on every page until somebody or the service has mended it. */
export const bannerStyles = css`
  .banner {
    background: var(--amber-soft);
    border-bottom: 1px solid var(--amber-line);
    border-left: 5px solid var(--amber-line);
    padding: 0.4rem 1rem;
  }
  .banner strong,
  .banner a {
    color: var(--amber);
  }
  .banner a {
    display: inline-block;
    min-height: 24px;
    font-weight: 650;
  }
`;

/** Of a banner that says something and offers what to do about it. */
export const bannerRowStyles = css`
  .banner {
    display: flex;
    flex-wrap: wrap;
    gap: 0.1rem 0.8rem;
    align-items: center;
  }
  .banner span {
    flex: 1 1 24rem;
    overflow-wrap: anywhere;
  }
`;
