// SPDX-License-Identifier: Apache-2.0
import { LatestOnly } from './latest';

/** Between an answer and the next question, of what happened meanwhile. */
const rest_ms = 400;
/** A question that has had no answer for so long has none to come: its connection is dead. */
const patience_ms = 30_000;

/**
 * What is shown, and asked for anew as things happen. One question at a time: what happens while one is on
 * its way is asked after once it has its answer, never in its place, or as long as something happens there
 * would be no answer at all. One that has no answer for long is given up. What cannot be asked is no news.
 */
export class Refresher<Found> {
  private readonly latest_ = new LatestOnly();
  /** Who asks; one that was stopped asks and shows nothing more, and another may begin. */
  private running_: symbol | undefined;
  private wanted_ = false;

  constructor(
    private readonly ask_: (signal: AbortSignal) => Promise<Found>,
    private readonly show_: (found: Found) => void,
  ) {}

  /** Asks after `pause_ms`, with all that happens until then. Resolves once nothing is left to be asked. */
  async refresh(pause_ms = 0): Promise<void> {
    this.wanted_ = true;
    if (this.running_) return;
    const mine = Symbol('run');
    this.running_ = mine;
    const goesOn = (): boolean => this.wanted_ && this.running_ === mine;
    try {
      for (let pause = pause_ms; goesOn(); pause = rest_ms) await this.once(pause);
    } finally {
      if (this.running_ === mine) this.running_ = undefined;
    }
  }

  /** What is on its way is shown no more, and keeps no new question waiting. */
  stop(): void {
    this.wanted_ = false;
    this.running_ = undefined;
    this.latest_.cancel();
  }

  private async once(pause_ms: number): Promise<void> {
    const asking = this.latest_.run((signal) => {
      this.wanted_ = false;
      return this.answerTo(signal);
    }, pause_ms);
    const found = await asking.then(
      (it) => [it],
      () => [],
    );
    for (const it of found) this.show_(it);
  }

  /** Ends with its question, whether or not that heeds being withdrawn. */
  private async answerTo(signal: AbortSignal): Promise<Found> {
    const withdrawn = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    const patience = setTimeout(() => this.latest_.cancel(), patience_ms);
    try {
      return await Promise.race([this.ask_(signal), withdrawn]);
    } finally {
      clearTimeout(patience);
    }
  }
}
