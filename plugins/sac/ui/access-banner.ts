// SPDX-License-Identifier: Apache-2.0
import {
  addressOf,
  ApiError,
  bannerStyles,
  call,
  CuranteElement,
  customElement,
  html,
  nothing,
  Refresher,
  resync,
  session,
  state,
  type TemplateResult,
} from '@curante/shell';
import type { sistema_ts } from '@curante/contracts';
import { t } from './sac-texts';

const pause_ms = 400;

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
  /** What cannot be asked is no news: what was told stands, for nobody knows that it is well again. */
  private readonly access_ = new Refresher(
    (signal) => ask(signal),
    (access) => this.take(access),
  );
  /** Whose access is told of. */
  private account_ = session.account;

  static override styles = [CuranteElement.styles, bannerStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    const take = (event: Event): void => {
      this.access_.stop(); // what is on its way is older
      this.take((event as CustomEvent<sistema_ts.Access>).detail);
    };
    accessChanged.addEventListener('access', take);
    this.until(
      () => accessChanged.removeEventListener('access', take),
      session.watch(() => this.turn()),
      () => this.access_.stop(),
    );
    this.onEvent('late-arrival-changed/1', () => this.load(pause_ms));
    // A recipe that waits is the first to notice that there are no numbers; then any that moves.
    this.onEvent('recipe-changed/1', (data) => {
      if (this.lots_ || (data as { state: string }).state === 'waiting') this.load(pause_ms);
    });
    this.onEvent(resync, () => {
      // What was asked before the connection broke may have no answer any more.
      this.access_.stop();
      this.load();
    });
    this.load();
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

  private load(pause = 0): void {
    if (session.account) void this.access_.refresh(pause);
  }

  /** What one user is told of is nothing of another's. */
  private turn(): void {
    if (this.account_ === session.account) return;
    this.account_ = session.account;
    this.access_.stop();
    this.take(undefined);
    this.load();
  }

  private take(access: sistema_ts.Access | undefined): void {
    this.warning_ = access?.warning ?? '';
    this.lots_ = access?.lots_problem ?? '';
    this.late_ = access?.late_arrivals.length ?? 0;
  }
}

/** Undefined for who has no access of their own, and is reminded of nothing. */
async function ask(signal: AbortSignal): Promise<sistema_ts.Access | undefined> {
  try {
    return await call('sistema-ts/1', 'GetAccess', {}, { signal });
  } catch (error) {
    if (error instanceof ApiError && error.code === 'permission-denied') return undefined;
    throw error;
  }
}
