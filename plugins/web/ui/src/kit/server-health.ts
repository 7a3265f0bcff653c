// SPDX-License-Identifier: Apache-2.0
import { Watched } from './signal';

/** Since when the practice's server has not answered; undefined while it does. */
export interface ServerState {
  down_since: Date | undefined;
}

/** Knows whether the server answers, and asks again until it does. */
export class ServerHealth extends Watched<ServerState> {
  private asking_ = false;

  constructor(
    private readonly probe_: () => Promise<boolean>,
    private readonly wait_: (ms: number) => Promise<void> = (ms) =>
      new Promise((resolve) => setTimeout(resolve, ms)),
  ) {
    super({ down_since: undefined });
  }

  answered(): void {
    if (this.value.down_since) this.value = { down_since: undefined };
  }

  failed(): void {
    if (!this.value.down_since) this.value = { down_since: new Date() };
    void this.ask_until_back();
  }

  private async ask_until_back(): Promise<void> {
    if (this.asking_) return;
    this.asking_ = true;
    let pause_ms = 1000;
    while (this.value.down_since) {
      await this.wait_(pause_ms);
      pause_ms = Math.min(pause_ms * 1.5, 10_000);
      if (await this.probe_().catch(() => false)) this.answered();
    }
    this.asking_ = false;
  }
}

export const serverHealth = new ServerHealth(async () => {
  // Any answer will do: it is the server that is asked after, not the call.
  await fetch('/api/clock/1/Now', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  });
  return true;
});
