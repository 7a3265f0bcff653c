// SPDX-License-Identifier: Apache-2.0

type Handler = () => void;

/**
 * What the server refused, for who stands by: a banner that explains a refusal must be there when the
 * refusal is read, and what is refused changes nothing that an event would tell.
 */
class Refusals {
  private readonly handlers_ = new Map<string, Set<Handler>>();

  /** Returns what ends the subscription. */
  on(code: string, handler: Handler): () => void {
    const handlers = this.handlers_.get(code) ?? new Set();
    handlers.add(handler);
    this.handlers_.set(code, handlers);
    return () => handlers.delete(handler);
  }

  tell(code: string): void {
    for (const handler of [...(this.handlers_.get(code) ?? [])]) handler();
  }
}

export const refusals = new Refusals();
