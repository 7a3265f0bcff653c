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

/** Says that nothing is sent because of the clock; who may, declares that it is right now. */
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
    const { now } = this.standing_ ?? {};
    const other = this.other();
    return html`<div role="status">
      ${now && other
        ? html`<div class="banner stack" data-clock-behind>
            <div>
              <strong>${t('clock-behind', { now: format.instant(now) })}</strong>
              ${other.text}
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

  /** What stands against this clock, and its line where a person confirms that it is right. */
  private other(): { text: string; line: string } | undefined {
    const { ahead, server, sent } = this.standing_ ?? {};
    if (ahead) {
      const at = { ahead: format.instant(ahead) };
      return { text: t('clock-behind-text', at), line: t('clock-last', at) };
    }
    if (!server) return undefined;
    const at = { server: format.instant(server), sent: sent ? format.instant(sent) : '' };
    return { text: t(sent ? 'clock-server-behind-text' : 'clock-apart-text', at), line: t('clock-server', at) };
  }

  /** Asked with the time of this moment: that is what the person confirms. */
  private async declare(): Promise<void> {
    await this.load();
    const { now } = this.standing_ ?? {};
    const other = this.other();
    if (!now || !other) return;
    const sure = await askToConfirm({
      heading: t('clock-heading'),
      text: t('clock-text', { now: format.instant(now), other: other.line }),
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
