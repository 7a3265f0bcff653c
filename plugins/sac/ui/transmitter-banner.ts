// SPDX-License-Identifier: Apache-2.0
import {
  announce,
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
import type { recipe_transmitter } from '@curante/contracts';
import { t } from './sac-texts';

/** Says when the state's service is down: since when, and what still works meanwhile. */
@customElement('curante-transmitter-banner')
export class TransmitterBanner extends CuranteElement {
  @state() private health_: recipe_transmitter.ServiceHealth | undefined;
  @state() private waiting_ = 0;
  private readonly health_asked_ = new LatestOnly();
  private readonly count_asked_ = new LatestOnly();

  static override styles = [CuranteElement.styles, bannerStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    this.onEvent('transmitter-health/1', (data) => {
      this.health_asked_.cancel(); // what is on its way is older
      this.take((data as { health: recipe_transmitter.ServiceHealth }).health);
    });
    this.onEvent('recipe-changed/1', () => void this.count());
    this.onEvent(resync, () => void this.load());
    void this.load();
  }

  override render(): TemplateResult {
    const health = this.health_;
    return html`<div role="status">
      ${health && !health.reachable
        ? html`<div class="banner" data-transmitter-down>
            <strong
              >${health.since
                ? t('down', { channel: health.channel, time: format.briefInstant(health.since) })
                : t('down-unknown', { channel: health.channel })}</strong
            >
            ${format.sentence(health.problem)} ${t('down-text')}
            ${this.waiting_ > 0
              ? t(this.waiting_ === 1 ? 'down-one-waits' : 'down-waiting', {
                  count: String(this.waiting_),
                })
              : nothing}
          </div>`
        : nothing}
    </div>`;
  }

  private async load(): Promise<void> {
    try {
      this.take(
        await this.health_asked_.run((signal) =>
          call('recipe-transmitter/1', 'Health', {}, { signal }),
        ),
      );
    } catch (error) {
      if (isSilent(error)) return;
      // Without an answer nothing is known of the service; the shell says so if the server is down.
      this.health_ = undefined;
    }
  }

  /** How many recipes wait for the service: asked only while it is down. */
  private async count(): Promise<void> {
    if (!this.health_ || this.health_.reachable) return;
    try {
      const list = await this.count_asked_.run((signal) =>
        call('prescribing/1', 'ListOpen', { limit: 0 }, { signal }),
      );
      this.waiting_ = list.moving;
    } catch (error) {
      if (isSilent(error)) return;
      this.waiting_ = 0; // who may not read prescriptions is told that the service is down
    }
  }

  private take(health: recipe_transmitter.ServiceHealth): void {
    const was_down = this.health_ ? !this.health_.reachable : false;
    this.health_ = health;
    if (!health.reachable) void this.count();
    if (was_down && health.reachable) announce(t('back', { channel: health.channel }));
  }
}
