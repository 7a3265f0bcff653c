// SPDX-License-Identifier: Apache-2.0
import {
  bannerStyles,
  CuranteElement,
  isSilent,
  LatestOnly,
  resync,
  state,
} from '@curante/shell';

/** A banner of something that stands between the practice and Sistema TS, until a person settles it. */
export abstract class StandingBanner<Standing> extends CuranteElement {
  @state() protected standing_: Standing | undefined;
  private readonly latest_ = new LatestOnly();

  static override styles = [CuranteElement.styles, bannerStyles];

  /** Asks how it stands. */
  protected abstract ask(signal: AbortSignal): Promise<Standing>;

  override connectedCallback(): void {
    super.connectedCallback();
    // A recipe that waits, or is refused, is the first to notice.
    this.onEvent('recipe-changed/1', () => void this.load());
    this.onEvent(resync, () => void this.load());
    void this.load();
  }

  protected async load(): Promise<void> {
    try {
      this.standing_ = await this.latest_.run((signal) => this.ask(signal));
    } catch (error) {
      if (!isSilent(error)) this.standing_ = undefined; // the shell says so if the server is down
    }
  }

  /** What a person settled: what was asked before is out of date, whenever it is answered. */
  protected settled(standing: Standing): void {
    this.latest_.cancel();
    this.standing_ = standing;
  }
}
