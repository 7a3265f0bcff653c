// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  askToConfirm,
  bannerStyles,
  call,
  css,
  CuranteElement,
  customElement,
  format,
  html,
  isSilent,
  LatestOnly,
  nothing,
  resync,
  state,
  type TemplateResult,
} from '@curante/shell';
import { t } from './sac-texts';

/** Says that this computer may be a copy of another, until a person says whether it is. */
@customElement('curante-copy-banner')
export class CopyBanner extends CuranteElement {
  @state() private found_: string | undefined;
  private readonly latest_ = new LatestOnly();

  static override styles = [
    CuranteElement.styles,
    bannerStyles,
    css`
      strong {
        color: var(--amber);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    // A recipe whose number is refused is the first to notice.
    this.onEvent('recipe-changed/1', () => void this.load());
    this.onEvent(resync, () => void this.load());
    void this.load();
  }

  override render(): TemplateResult {
    const found = this.found_;
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

  private async load(): Promise<void> {
    try {
      const suspicion = await this.latest_.run((signal) =>
        call('sistema-ts/1', 'GetCopySuspicion', {}, { signal }),
      );
      this.found_ = suspicion.found ?? undefined;
    } catch (error) {
      if (!isSilent(error)) this.found_ = undefined; // the shell says so if the server is down
    }
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
    // What was asked before this was said is out of date, whenever it is answered.
    this.latest_.cancel();
    this.found_ = left.found ?? undefined;
    announce(t(copy ? 'copy-declared' : 'copy-closed'));
  }
}
