// SPDX-License-Identifier: Apache-2.0
import { asApiError, CuranteElement, isSilent, LatestOnly, resync, type ApiError } from '@curante/shell';

const poll_ms = 10_000;

/**
 * A list that keeps itself up to date: at the start, when events may have been missed, and every ten
 * seconds while somebody can see it. Of several readings on their way only the newest counts.
 */
export abstract class LiveList<Found> extends CuranteElement {
  private readonly latest_ = new LatestOnly();
  private unread_: ApiError | undefined;

  protected abstract read(signal: AbortSignal): Promise<Found>;
  protected abstract show(found: Found): void;

  /** False while the list must stay as it is. */
  protected get rests(): boolean {
    return false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.onEvent(resync, () => void this.load());
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void this.load();
    }, poll_ms);
    this.until(
      () => clearInterval(timer),
      () => this.latest_.cancel(),
    );
    void this.load();
  }

  /** A failed reading is told until one succeeds; it hides nothing that an action has to tell. */
  protected async load(pause_ms = 0): Promise<void> {
    if (this.rests) return;
    let found: Found;
    try {
      found = await this.latest_.run((signal) => this.read(signal), pause_ms);
    } catch (error) {
      if (isSilent(error)) return;
      const told = this.problem === undefined || this.problem === this.unread_;
      this.unread_ = asApiError(error);
      if (told) this.problem = this.unread_;
      return;
    }
    if (this.rests) return;
    if (this.problem === this.unread_) this.problem = undefined;
    this.show(found);
  }
}
