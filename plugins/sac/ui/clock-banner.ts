// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  askToConfirm,
  call,
  customElement,
  format,
  html,
  nothing,
  refusals,
  type TemplateResult,
} from '@curante/shell';
import type { sistema_ts } from '@curante/contracts';
import { t } from './sac-texts';
import { StandingBanner } from './standing-banner';

/** Says that nothing is sent because the clock went back; who may, declares that it is right now. */
@customElement('curante-clock-banner')
export class ClockBanner extends StandingBanner<sistema_ts.ClockStanding> {
  override connectedCallback(): void {
    super.connectedCallback();
    this.until(refusals.on('clock-behind', () => void this.load()));
  }

  protected override ask(signal: AbortSignal): Promise<sistema_ts.ClockStanding> {
    return call('sistema-ts/1', 'GetClock', {}, { signal });
  }

  override render(): TemplateResult {
    const { now, ahead } = this.standing_ ?? {};
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

  /** Asked with the time of this moment: that is what the person confirms. */
  private async declare(): Promise<void> {
    await this.load();
    const { now, ahead } = this.standing_ ?? {};
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
    this.settled(clock);
    announce(t('clock-declared'));
  }
}
