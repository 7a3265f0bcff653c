// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  askToConfirm,
  bannerStyles,
  call,
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
import type { sistema_ts } from '@curante/contracts';
import { t } from './sac-texts';

/** Says that nothing is sent because the clock went back; who may, declares that it is right now. */
@customElement('curante-clock-banner')
export class ClockBanner extends CuranteElement {
  @state() private clock_: sistema_ts.ClockStanding | undefined;
  private readonly latest_ = new LatestOnly();

  static override styles = [CuranteElement.styles, bannerStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    // A recipe that waits is the first to notice.
    this.onEvent('recipe-changed/1', () => void this.load());
    this.onEvent(resync, () => void this.load());
    void this.load();
  }

  override render(): TemplateResult {
    const { now, ahead } = this.clock_ ?? {};
    return html`<div role="status">
      ${now && ahead
        ? html`<div class="banner stack" data-clock-behind>
            <div>
              <strong>${t('clock-behind', { now: format.instant(now) })}</strong>
              ${t('clock-behind-text', { ahead: format.instant(ahead) })}
            </div>
            <curante-problem .problem=${this.problem}></curante-problem>
            <div class="row">
              <button class="small" ?disabled=${this.busy} @click=${() => void this.declare()}>
                ${t('clock-is-right')}
              </button>
            </div>
          </div>`
        : nothing}
    </div>`;
  }

  private async load(): Promise<void> {
    try {
      this.clock_ = await this.latest_.run((signal) =>
        call('sistema-ts/1', 'GetClock', {}, { signal }),
      );
    } catch (error) {
      if (!isSilent(error)) this.clock_ = undefined; // the shell says so if the server is down
    }
  }

  /** Asked with the time of this moment: that is what the person confirms. */
  private async declare(): Promise<void> {
    await this.load();
    const { now, ahead } = this.clock_ ?? {};
    if (!now || !ahead) return;
    const sure = await askToConfirm({
      heading: t('clock-heading'),
      text: t('clock-text', { now: format.instant(now), ahead: format.instant(ahead) }),
      confirm: t('clock-confirm'),
      danger: true,
    });
    if (!sure) return;
    const clock = await this.act(() => call('sistema-ts/1', 'DeclareClockRight', { seen: now }));
    if (!clock) return;
    // What was asked before this was said is out of date, whenever it is answered.
    this.latest_.cancel();
    this.clock_ = clock;
    announce(t('clock-declared'));
  }
}
