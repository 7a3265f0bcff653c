// SPDX-License-Identifier: Apache-2.0

/** A value that says when it changes. */
export class Watched<T> {
  private readonly watchers_ = new Set<(value: T) => void>();

  constructor(private value_: T) {}

  get value(): T {
    return this.value_;
  }

  set value(next: T) {
    if (Object.is(next, this.value_)) return;
    this.value_ = next;
    for (const watcher of [...this.watchers_]) watcher(next);
  }

  /** Returns what ends the watching. */
  watch(watcher: (value: T) => void): () => void {
    this.watchers_.add(watcher);
    return () => this.watchers_.delete(watcher);
  }
}
