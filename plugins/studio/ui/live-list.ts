// SPDX-License-Identifier: Apache-2.0
import { asApiError, CuranteElement, isSilent, LatestOnly, resync, type ApiError } from '@curante/shell';

const poll_ms = 10_000;
/** Between a reading and the next one, of what happened meanwhile. */
const rest_ms = 400;

/**
 * A list that keeps itself up to date: at the start, when events may have been missed, and every ten
 * seconds while somebody can see it. Of several readings on their way only the newest counts; what
 * happens while one is on its way is read once that is shown, or nothing would be as long as it happens.
 */
export abstract class LiveList<Found> extends CuranteElement {
  private readonly latest_ = new LatestOnly();
  private unread_: ApiError | undefined;
  private reading_ = 0;
  private happened_ = false;

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
      () => (this.happened_ = false),
      () => this.latest_.cancel(),
    );
    void this.load();
  }

  /** Something happened: it is read, with all that happens until then. */
  protected follow(pause_ms: number): void {
    if (this.reading_ > 0) this.happened_ = true;
    else void this.load(pause_ms);
  }

  /** A failed reading is told until one succeeds; it hides nothing that an action has to tell. */
  protected async load(pause_ms = 0): Promise<void> {
    if (this.rests) return;
    this.reading_ += 1;
    try {
      await this.readOnce(pause_ms);
    } finally {
      // Also where what was read cannot be shown: or what happens would never be read again.
      this.reading_ -= 1;
      if (this.reading_ === 0 && this.happened_) {
        this.happened_ = false;
        void this.load(rest_ms);
      }
    }
  }

  private async readOnce(pause_ms: number): Promise<void> {
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
