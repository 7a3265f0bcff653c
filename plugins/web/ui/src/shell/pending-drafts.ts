// SPDX-License-Identifier: Apache-2.0
import { draftChanges, drafts } from '../kit/drafts';
import { CuranteElement } from '../kit/element';
import { css, customElement, html, nothing, type TemplateResult } from '../kit/index';
import { addressOf, place } from '../kit/navigation';
import { t } from './shell-texts';

/** Reminds of drafts begun in this window for patients that are not open. */
@customElement('curante-pending-drafts')
export class PendingDrafts extends CuranteElement {
  static override styles = [
    CuranteElement.styles,
    css`
      .strip {
        display: flex;
        flex-wrap: wrap;
        gap: 0.2rem 0.9rem;
        align-items: center;
        padding: 0.2rem 1rem;
        background: var(--amber-soft);
        border-bottom: 1px solid var(--amber-line);
        color: var(--amber);
      }
      a {
        color: inherit;
        font-weight: 600;
        min-height: 1.8rem;
        display: inline-flex;
        align-items: center;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.until(
      place.watch(() => this.requestUpdate()),
      draftChanges.watch(() => this.requestUpdate()),
    );
  }

  override render(): TemplateResult | typeof nothing {
    const here = place.value.page === 'patient' ? place.value.rest[0] : '';
    const names = new Map<string, string>();
    for (const draft of drafts.pending()) {
      if (draft.patient !== here) names.set(draft.patient, draft.label);
    }
    if (names.size === 0) return nothing;
    return html`<div class="strip" role="region" aria-label=${t('drafts')}>
      <span>${t('drafts')}:</span>
      ${[...names].map(([id, name]) => html`<a href=${addressOf('patient', id)}>${name}</a>`)}
    </div>`;
  }
}
