// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  bannerStyles,
  call,
  css,
  CuranteElement,
  customElement,
  format,
  html,
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
    this.onEvent('transmitter-health/1', (data) =>
      this.take((data as { health: recipe_transmitter.ServiceHealth }).health),
    );
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
      this.take(await call('recipe-transmitter/1', 'Health', {}));
    } catch {
      // Without an answer nothing is known of the service; the shell says so if the server is down.
      this.health_ = undefined;
    }
  }

  /** How many recipes wait for the service: asked only while it is down. */
  private async count(): Promise<void> {
    if (!this.health_ || this.health_.reachable) return;
    try {
      const list = await call('prescribing/1', 'ListForDay', {});
      this.waiting_ = list.prescriptions
        .flatMap((it) => it.recipes)
        .filter((it) => ['waiting', 'checking', 'withdrawing'].includes(it.state)).length;
    } catch {
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
