// SPDX-License-Identifier: Apache-2.0
import { css, CuranteElement, html, property, type ApiError, type TemplateResult } from '@curante/shell';
import type { prescribing } from '@curante/contracts';

/**
 * What can be done with the draft, always in sight, with the rules in one word beside it; and why it
 * could not be done, which would be out of sight below it.
 */
export abstract class DraftBar extends CuranteElement {
  @property({ attribute: false }) assessment: prescribing.Assessment | undefined;
  /** The assessment is of an earlier state of the draft. */
  @property({ type: Boolean }) stale = false;
  /** The draft was sent, and no answer came. */
  @property({ type: Boolean }) unknown = false;
  @property({ type: Boolean }) sending = false;
  /** Why the draft could not be sent or handed over. */
  @property({ attribute: false }) refusal: ApiError | undefined;

  static override styles = [
    CuranteElement.styles,
    css`
      :host {
        position: sticky;
        bottom: 0;
        z-index: 5;
        background: var(--surface);
        border-top: 1px solid var(--line);
        padding: 0.5rem 0;
        margin-bottom: calc(-1 * var(--gap));
      }
    `,
  ];

  protected renderProblem(): TemplateResult {
    return html`<curante-problem .problem=${this.refusal ?? this.problem}></curante-problem>`;
  }

  /** How many of the rules' findings are of that severity. */
  protected count(severity: prescribing.Finding['severity']): number {
    return (this.assessment?.findings ?? []).filter((one) => one.severity === severity).length;
  }
}
