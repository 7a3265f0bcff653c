// SPDX-License-Identifier: Apache-2.0
import { vi } from 'vitest';

/** A call that has not been answered yet. */
export interface Held {
  body: unknown;
  answer: (reply: unknown, status?: number) => void;
}

/**
 * The server as a test wants it: a call named in `replies` is answered at once, each other one is held
 * until the test answers it, in whatever order. Ends with `vi.unstubAllGlobals()`.
 */
export class FakeServer {
  /** Every call, as it came. */
  readonly asked: { name: string; body: unknown }[] = [];
  private readonly held_: (Held & { name: string })[] = [];

  constructor(private readonly replies_: Record<string, (body: never) => unknown> = {}) {
    vi.stubGlobal('fetch', (address: string, init: RequestInit) => this.take(address, init));
  }

  /** The calls of that name that wait, oldest first; there are `count` of them, or soon will be. */
  async held(name: string, count = 1): Promise<Held[]> {
    return vi.waitFor(() => {
      const found = this.held_.filter((one) => one.name === name);
      if (found.length !== count) throw new Error(`${found.length} of ${name} wait, not ${count}`);
      return found;
    });
  }

  count(name: string): number {
    return this.asked.filter((one) => one.name === name).length;
  }

  private take(address: string, init: RequestInit): Promise<Response> {
    const name = address.slice(address.lastIndexOf('/') + 1);
    const body: unknown = init.body ? JSON.parse(init.body as string) : undefined;
    this.asked.push({ name, body });
    const json = (reply: unknown, status = 200): Response =>
      new Response(JSON.stringify(reply), { status });
    const reply = this.replies_[name];
    if (reply) return Promise.resolve(json(reply(body as never)));
    return new Promise((resolve, reject) => {
      const held = { name, body, answer: (it: unknown, status = 200) => resolve(json(it, status)) };
      this.held_.push(held);
      init.signal?.addEventListener('abort', () => {
        reject(new DOMException('withdrawn', 'AbortError'));
      });
    });
  }
}

/** Lets everything that waits for nobody run. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setTimeout(resolve));
}
