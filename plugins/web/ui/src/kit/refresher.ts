// SPDX-License-Identifier: Apache-2.0
import { LatestOnly } from './latest';

/** Between an answer and the next question, of what happened meanwhile. */
const rest_ms = 400;

/**
 * What is shown, and asked for anew as things happen. One question at a time: what happens while one is on
 * its way is asked after once it has its answer, never in its place, or as long as something happens there
 * would be no answer at all. What cannot be asked is no news.
 */
export class Refresher<Found> {
  private readonly latest_ = new LatestOnly();
  private running_ = false;
  private wanted_ = false;

  constructor(
    private readonly ask_: (signal: AbortSignal) => Promise<Found>,
    private readonly show_: (found: Found) => void,
  ) {}

  /** Asks after `pause_ms`, with all that happens until then. Resolves once nothing is left to be asked. */
  async refresh(pause_ms = 0): Promise<void> {
    this.wanted_ = true;
    if (this.running_) return;
    this.running_ = true;
    try {
      for (let pause = pause_ms; this.wanted_; pause = rest_ms) await this.once(pause);
    } finally {
      this.running_ = false;
    }
  }

  /** What is on its way is shown no more. */
  stop(): void {
    this.wanted_ = false;
    this.latest_.cancel();
  }

  private async once(pause_ms: number): Promise<void> {
    const asking = this.latest_.run((signal) => {
      this.wanted_ = false;
      return this.ask_(signal);
    }, pause_ms);
    const found = await asking.then(
      (it) => [it],
      () => [],
    );
    for (const it of found) this.show_(it);
  }
}
