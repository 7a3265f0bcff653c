// SPDX-License-Identifier: Apache-2.0
import {
  addressOf,
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
import type { sistema_ts } from '@curante/contracts';
import { t } from './sac-texts';

/** Tells other elements of this room that the doctor's access stands otherwise now. */
export const accessChanged = new EventTarget();

export function tellAccess(access: sistema_ts.Access): void {
  accessChanged.dispatchEvent(new CustomEvent('access', { detail: access }));
}

/** Reminds a doctor of what will soon keep recipes from leaving: password and certificate. */
@customElement('curante-access-banner')
export class AccessBanner extends CuranteElement {
  @state() private warning_ = '';

  static override styles = [
    CuranteElement.styles,
    bannerStyles,
    css`
      a {
        display: inline-block;
        min-height: 24px;
        color: var(--amber);
        font-weight: 650;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    const take = (event: Event): void => {
      this.warning_ = (event as CustomEvent<sistema_ts.Access>).detail.warning;
    };
    accessChanged.addEventListener('access', take);
    this.until(() => accessChanged.removeEventListener('access', take));
    this.onEvent(resync, () => void this.load());
    void this.load();
  }

  override render(): TemplateResult {
    return html`<div role="status">
      ${this.warning_
        ? html`<div class="banner" data-access-warning>
            ${this.warning_} <a href=${addressOf('sistema-ts')}>${t('access-link')}</a>
          </div>`
        : nothing}
    </div>`;
  }

  private async load(): Promise<void> {
    try {
      this.warning_ = (await call('sistema-ts/1', 'GetAccess', {})).warning;
    } catch {
      // Who has no access of their own is reminded of nothing.
      this.warning_ = '';
    }
  }
}
