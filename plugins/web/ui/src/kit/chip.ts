// SPDX-License-Identifier: Apache-2.0
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';

export type Tone = 'grey' | 'green' | 'blue' | 'amber' | 'red';

const marks: Record<Tone, string> = { grey: '–', green: '✓', blue: '…', amber: '!', red: '✕' };

/** A state: colour, sign and words together, so that nothing hangs on colour alone. */
@customElement('curante-chip')
export class Chip extends LitElement {
  @property({ reflect: true }) tone: Tone = 'grey';

  static override styles = css`
    :host {
      display: inline-flex;
      align-self: start;
      justify-self: start;
      align-items: center;
      gap: 0.35rem;
      padding: 0.05rem 0.5rem 0.05rem 0.4rem;
      border-radius: 999px;
      border: 1px solid var(--grey-line);
      background: var(--grey-soft);
      color: var(--grey);
      font-size: 0.88rem;
      font-weight: 600;
      line-height: 1.35;
    }
    :host([tone='green']) {
      background: var(--green-soft);
      border-color: var(--green-line);
      color: var(--green);
    }
    :host([tone='blue']) {
      background: var(--blue-soft);
      border-color: var(--blue-line);
      color: var(--blue);
    }
    :host([tone='amber']) {
      background: var(--amber-soft);
      border-color: var(--amber-line);
      color: var(--amber);
    }
    :host([tone='red']) {
      background: var(--red-soft);
      border-color: var(--red-line);
      color: var(--red);
    }
    .mark {
      font-weight: 800;
      min-width: 0.75em;
      text-align: center;
    }
  `;

  override render(): TemplateResult {
    return html`<span class="mark" aria-hidden="true">${marks[this.tone]}</span><slot></slot>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'curante-chip': Chip;
  }
}
