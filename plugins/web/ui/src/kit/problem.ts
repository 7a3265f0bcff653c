// SPDX-License-Identifier: Apache-2.0
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ApiError } from './api-error';
import { kit } from './kit-texts';

/** A failure in plain words: what happened, and what to do. */
@customElement('curante-problem')
export class Problem extends LitElement {
  @property({ attribute: false }) problem: ApiError | undefined;

  static override styles = css`
    :host {
      display: contents;
    }
    /* Always there, so that a screen reader speaks what appears in it; takes no room when empty. */
    .none {
      position: absolute;
    }
    .box {
      background: var(--red-soft);
      border: 1px solid var(--red-line);
      border-left: 4px solid var(--red);
      border-radius: var(--radius);
      padding: 0.45rem 0.7rem;
      margin-block: 0.25rem;
      overflow-wrap: anywhere;
    }
    strong,
    span {
      white-space: pre-line;
    }
    strong {
      display: block;
      color: var(--red);
    }
    strong::first-letter {
      text-transform: uppercase;
    }
    p {
      margin: 0.1rem 0 0;
    }
  `;

  override render(): TemplateResult {
    const problem = this.problem;
    return html`<div role="alert" class=${problem ? '' : 'none'}>
      ${problem
        ? html`<div class="box" data-code=${problem.code}>
            <strong>${problem.message}</strong>
            ${problem.remedy ? html`<p>${kit('what-to-do')} <span>${problem.remedy}</span></p>` : nothing}
          </div>`
        : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'curante-problem': Problem;
  }
}
