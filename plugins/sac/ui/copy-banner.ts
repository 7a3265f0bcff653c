// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  askToConfirm,
  call,
  css,
  customElement,
  format,
  html,
  nothing,
  type TemplateResult,
} from '@curante/shell';
import type { sistema_ts } from '@curante/contracts';
import { t } from './sac-texts';
import { StandingBanner } from './standing-banner';

/** Says that this computer may be a copy of another, until a person says whether it is. */
@customElement('curante-copy-banner')
export class CopyBanner extends StandingBanner<sistema_ts.CopySuspicion> {
  static override styles = [
    ...StandingBanner.styles,
    css`
      strong {
        color: var(--amber);
      }
    `,
  ];

  protected override ask(signal: AbortSignal): Promise<sistema_ts.CopySuspicion> {
    return call('sistema-ts/1', 'GetCopySuspicion', {}, { signal });
  }

  override render(): TemplateResult {
    const found = this.standing_?.found;
    return html`<div role="status">
      ${found
        ? html`<div class="banner stack" data-copy-suspected>
            <div>
              <strong>${t('copy-suspected', { found: format.instant(found) })}</strong>
              ${t('copy-suspected-text')}
            </div>
            <curante-problem .problem=${this.problem}></curante-problem>
            <div class="row">
              <button
                class="small"
                ?disabled=${this.busy}
                @click=${() => void this.settle(found, true)}
              >
                ${t('copy-is')}
              </button>
              <button
                class="small"
                ?disabled=${this.busy}
                @click=${() => void this.settle(found, false)}
              >
                ${t('copy-is-not')}
              </button>
            </div>
          </div>`
        : nothing}
    </div>`;
  }

  private async settle(seen: string, copy: boolean): Promise<void> {
    const sure = await askToConfirm({
      heading: t(copy ? 'copy-heading' : 'copy-not-heading'),
      text: t(copy ? 'copy-text' : 'copy-not-text'),
      confirm: t(copy ? 'copy-confirm' : 'copy-not-confirm'),
      danger: true,
    });
    if (!sure) return;
    const left = await this.act(() => call('sistema-ts/1', 'SettleCopySuspicion', { seen, copy }));
    if (!left) return;
    this.settled(left);
    announce(t(copy ? 'copy-declared' : 'copy-closed'));
  }
}
