// SPDX-License-Identifier: Apache-2.0
import {
  css,
  CuranteElement,
  customElement,
  html,
  nothing,
  property,
  type TemplateResult,
} from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import { t } from './prescribing-texts';
import { kindsOf } from './recipe-kind';
import './delivery-choice';

/**
 * What one can do with the draft, always in sight, with the rules in one word beside it: the
 * findings themselves may not be. Sends `curante-issue`, `curante-discard`, `curante-keep`, and what
 * the choice of delivery sends.
 */
@customElement('curante-send-bar')
export class SendBar extends CuranteElement {
  @property({ attribute: false }) assessment: prescribing.Assessment | undefined;
  /** The assessment is of an earlier state of the draft. */
  @property({ type: Boolean }) stale = false;
  /** The draft was sent, and no answer came. */
  @property({ type: Boolean }) unknown = false;
  @property({ type: Boolean }) sending = false;
  /** How the draft wants to be delivered. */
  @property() delivery = '';

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

  override render(): TemplateResult {
    const { sending, unknown } = this;
    const ready = unknown || this.stale || this.assessment?.can_issue === true;
    const send = (name: string) => () => this.dispatchEvent(new CustomEvent(name));
    return html`<curante-delivery-choice
        .choices=${this.assessment?.deliveries ?? []}
        delivery=${this.delivery}
        ?disabled=${sending || unknown}
        @curante-delivery=${this.forward}
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
        ${sending ? t('issuing') : unknown ? t('issue-again') : t('issue')}
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

  private renderVerdict(): TemplateResult | typeof nothing {
    if (this.stale) return html`<span class="soft">${t('rules-checking')}</span>`;
    const findings = this.assessment?.findings ?? [];
    const count = (severity: prescribing.Finding['severity']): number =>
      findings.filter((one) => one.severity === severity).length;
    if (count('block') > 0) {
      return html`<curante-chip tone="red">${t('verdict-block', { count: count('block') })}</curante-chip>`;
    }
    if (count('confirm') > 0) {
      const tone = this.assessment?.can_issue ? 'green' : 'amber';
      const key = this.assessment?.can_issue ? 'verdict-confirmed' : 'verdict-confirm';
      return html`<curante-chip tone=${tone}>${t(key, { count: count('confirm') })}</curante-chip>`;
    }
    const recipes = this.assessment?.recipes ?? [];
    if (recipes.length === 0) return nothing;
    const told = { count: recipes.length, kinds: kindsOf(recipes) };
    return html`<span class="soft"
      >${recipes.length === 1 ? t('verdict-one', told) : t('verdict-many', told)}</span
    >`;
  }
}
