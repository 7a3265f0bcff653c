// SPDX-License-Identifier: Apache-2.0

/** Thrown out of `LatestOnly.run` when a newer question has been asked meanwhile. */
export class Superseded extends Error {
  constructor() {
    super('superseded');
    this.name = 'Superseded';
  }
}

/**
 * Questions of which only the last one counts. Each new one aborts the one before; an answer that
 * arrives out of order is never given to the caller.
 */
export class LatestOnly {
  private controller_: AbortController | undefined;

  async run<T>(ask: (signal: AbortSignal) => Promise<T>, pause_ms = 0): Promise<T> {
    this.cancel();
    const mine = new AbortController();
    this.controller_ = mine;
    if (pause_ms > 0) await new Promise((resolve) => setTimeout(resolve, pause_ms));
    if (mine.signal.aborted) throw new Superseded();
    try {
      const answer = await ask(mine.signal);
      if (mine.signal.aborted) throw new Superseded();
      return answer;
    } catch (error) {
      if (mine.signal.aborted) throw new Superseded();
      throw error;
    } finally {
      if (this.controller_ === mine) this.controller_ = undefined;
    }
  }

  cancel(): void {
    this.controller_?.abort();
    this.controller_ = undefined;
  }
}
