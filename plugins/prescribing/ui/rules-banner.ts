// SPDX-License-Identifier: Apache-2.0
import {
  bannerStyles,
  call,
  css,
  CuranteElement,
  customElement,
  html,
  nothing,
  resync,
  state,
  type TemplateResult,
} from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import { t } from './prescribing-texts';

/** Says that the installed rules are not those applied: nobody in a practice reads the log. */
@customElement('curante-rules-banner')
export class RulesBanner extends CuranteElement {
  @state() private rules_: prescribing.RulesInForce | undefined;

  static override styles = [
    CuranteElement.styles,
    bannerStyles,
    css`
      details {
        overflow-wrap: anywhere;
      }
      pre {
        margin: 0;
        white-space: pre-wrap;
        font-size: 0.9rem;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    // The room may have been started anew with other rules.
    this.onEvent(resync, () => void this.load());
    void this.load();
  }

  override render(): TemplateResult {
    const rules = this.rules_;
    return html`<div role="status">
      ${rules?.problem
        ? html`<div class="banner" data-rules-refused>
            <strong>${t('rules-refused')}</strong>
            ${t('rules-refused-text', { name: rules.name, version: rules.version })}
            <details>
              <summary>${t('rules-refused-why')}</summary>
              <pre>${rules.problem}</pre>
            </details>
          </div>`
        : nothing}
    </div>`;
  }

  private async load(): Promise<void> {
    try {
      this.rules_ = await call('prescribing/1', 'GetRules', {});
    } catch {
      // Without an answer nothing is known; the shell says so if the server is down.
      this.rules_ = undefined;
    }
  }
}
