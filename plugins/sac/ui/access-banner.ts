// SPDX-License-Identifier: Apache-2.0
import {
  addressOf,
  bannerStyles,
  call,
  CuranteElement,
  customElement,
  html,
  isSilent,
  LatestOnly,
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

/**
 * Reminds a doctor of what will soon keep recipes from leaving: password and certificate. And of
 * recipes that wait in vain, for the service gives them no numbers, or that patients have though
 * they were not meant to.
 */
@customElement('curante-access-banner')
export class AccessBanner extends CuranteElement {
  @state() private warning_ = '';
  @state() private lots_ = '';
  @state() private late_ = 0;
  private readonly latest_ = new LatestOnly();

  static override styles = [CuranteElement.styles, bannerStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    const take = (event: Event): void => {
      this.latest_.cancel(); // what is on its way is older
      this.take((event as CustomEvent<sistema_ts.Access>).detail);
    };
    accessChanged.addEventListener('access', take);
    this.until(() => accessChanged.removeEventListener('access', take));
    this.onEvent('late-arrival-changed/1', () => void this.load());
    // A recipe that waits is the first to notice that there are no numbers; then any that moves.
    this.onEvent('recipe-changed/1', (data) => {
      if (this.lots_ || (data as { state: string }).state === 'waiting') void this.load();
    });
    this.onEvent(resync, () => void this.load());
    void this.load();
  }

  override render(): TemplateResult {
    return html`<div role="status">
      ${this.late_ > 0
        ? html`<div class="banner" data-late-arrivals>
            ${t(this.late_ === 1 ? 'late-banner-one' : 'late-banner', { count: String(this.late_) })}
            <a href=${addressOf('sistema-ts')}>${t('access-link')}</a>
          </div>`
        : nothing}
      ${this.lots_
        ? html`<div class="banner" data-lots-problem>
            ${t('lots-problem', { problem: this.lots_ })}
            <a href=${addressOf('sistema-ts')}>${t('access-link')}</a>
          </div>`
        : nothing}
      ${this.warning_
        ? html`<div class="banner" data-access-warning>
            ${this.warning_} <a href=${addressOf('sistema-ts')}>${t('access-link')}</a>
          </div>`
        : nothing}
    </div>`;
  }

  private async load(): Promise<void> {
    try {
      this.take(
        await this.latest_.run((signal) => call('sistema-ts/1', 'GetAccess', {}, { signal })),
      );
    } catch (error) {
      if (isSilent(error)) return;
      // Who has no access of their own is reminded of nothing.
      this.warning_ = this.lots_ = '';
      this.late_ = 0;
    }
  }

  private take(access: sistema_ts.Access): void {
    this.warning_ = access.warning;
    this.lots_ = access.lots_problem;
    this.late_ = access.late_arrivals.length;
  }
}
