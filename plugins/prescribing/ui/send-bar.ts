// SPDX-License-Identifier: Apache-2.0
import {
  customElement,
  html,
  nothing,
  property,
  type TemplateResult,
} from '@curante/shell';
import { DraftBar } from './draft-bar';
import { t } from './prescribing-texts';
import { kindsOf } from './recipe-kind';
import './delivery-choice';

/**
 * What one can do with the draft, always in sight, with the rules in one word beside it: the
 * findings themselves may not be. Sends `curante-issue`, `curante-discard`, `curante-keep`, and what
 * the choice of delivery sends.
 */
@customElement('curante-send-bar')
export class SendBar extends DraftBar {
  /** How the draft wants to be delivered. */
  @property() delivery = '';

  override render(): TemplateResult {
    const { sending, unknown } = this;
    const ready = unknown || this.stale || this.assessment?.can_issue === true;
    const send = (name: string) => () => this.dispatchEvent(new CustomEvent(name));
    return html`${this.renderProblem()}
      <curante-delivery-choice
        .choices=${this.assessment?.deliveries ?? []}
        delivery=${this.delivery}
        usual=${this.assessment?.usual_delivery ?? ''}
        ?disabled=${sending || unknown}
        @curante-delivery=${this.forward}
        @curante-usual=${this.forward}
        @curante-contacts=${this.forward}
      ></curante-delivery-choice>
      <div class="row">
      <button ?disabled=${sending || unknown} @click=${send('curante-discard')}>
        ${t('discard')}
      </button>
      <button ?disabled=${sending || unknown} @click=${send('curante-keep')}>
        ${t('template-keep')}
      </button>
      <span class="push">${this.renderVerdict()}</span>
      <button
        class="primary"
        data-issue
        ?disabled=${sending || !ready}
        @click=${send('curante-issue')}
      >
        ${this.nameOfIssue()}
        <kbd aria-hidden="true">Alt+I</kbd>
      </button>
    </div>`;
  }

  focusDelivery(): void {
    this.find<HTMLElement>('curante-delivery-choice')?.focus();
  }

  private forward = (event: Event): void => {
    const { detail } = event as CustomEvent<unknown>;
    this.dispatchEvent(new CustomEvent(event.type, { detail }));
  };

  /** What is all on paper is not sent: who reads «Invia» would wait for a number. */
  private nameOfIssue(): string {
    const recipes = this.assessment?.recipes ?? [];
    const paper = recipes.length > 0 && recipes.every((one) => !one.electronic);
    if (this.sending) return t(paper ? 'issuing-paper' : 'issuing');
    if (this.unknown) return t('issue-again');
    return t(paper ? 'issue-paper' : 'issue');
  }

  private renderVerdict(): TemplateResult | typeof nothing {
    if (this.stale) return html`<span class="soft">${t('rules-checking')}</span>`;
    const blocks = this.count('block');
    const warnings = this.count('confirm');
    if (blocks > 0) {
      return html`<curante-chip tone="red">${t('verdict-block', { count: blocks })}</curante-chip>`;
    }
    if (warnings > 0) {
      const tone = this.assessment?.can_issue ? 'green' : 'amber';
      const key = this.assessment?.can_issue ? 'verdict-confirmed' : 'verdict-confirm';
      return html`<curante-chip tone=${tone}>${t(key, { count: warnings })}</curante-chip>`;
    }
    const recipes = this.assessment?.recipes ?? [];
    if (recipes.length === 0) return nothing;
    const told = { count: recipes.length, kinds: kindsOf(recipes) };
    return html`<span class="soft"
      >${recipes.length === 1 ? t('verdict-one', told) : t('verdict-many', told)}</span
    >`;
  }
}
