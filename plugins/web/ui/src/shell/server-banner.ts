// SPDX-License-Identifier: Apache-2.0
import { announce } from '../kit/announcer';
import { CuranteElement } from '../kit/element';
import { time } from '../kit/format';
import { css, customElement, html, nothing, type TemplateResult } from '../kit/index';
import { serverHealth } from '../kit/server-health';
import { t } from './shell-texts';

/** Says when the practice's server does not answer: since when, and what still works. */
@customElement('curante-server-banner')
export class ServerBanner extends CuranteElement {
  static override styles = [
    CuranteElement.styles,
    css`
      .banner {
        background: var(--red-soft);
        border-bottom: 1px solid var(--red-line);
        border-left: 5px solid var(--red);
        padding: 0.4rem 1rem;
      }
      strong {
        color: var(--red);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.until(
      serverHealth.watch((now) => {
        if (!now.down_since) announce(t('server-back'));
        this.requestUpdate();
      }),
    );
  }

  override render(): TemplateResult {
    const since = serverHealth.value.down_since;
    return html`<div role="alert">
      ${since
        ? html`<div class="banner">
            <strong>${t('server-down', { time: time(since) })}</strong> ${t('server-down-text')}
          </div>`
        : nothing}
    </div>`;
  }
}
