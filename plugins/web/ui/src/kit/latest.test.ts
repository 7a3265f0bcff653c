// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { LatestOnly, Superseded } from './latest';

function deferred<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((give) => (resolve = give));
  return { promise, resolve };
}

describe('LatestOnly', () => {
  it('gives the answer of the only question', async () => {
    await expect(new LatestOnly().run(() => Promise.resolve(7))).resolves.toBe(7);
  });

  it('never gives an older answer after a newer question', async () => {
    const latest = new LatestOnly();
    const slow = deferred<string>();
    const old = latest.run(() => slow.promise);
    const now = latest.run(() => Promise.resolve('new'));
    slow.resolve('old');
    await expect(old).rejects.toBeInstanceOf(Superseded);
    await expect(now).resolves.toBe('new');
  });

  it('aborts the question before', async () => {
    const latest = new LatestOnly();
    let aborted = false;
    const old = latest.run(
      (signal) =>
        new Promise<never>((_, reject) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(new DOMException('aborted', 'AbortError'));
          });
        }),
    );
    const now = latest.run(() => Promise.resolve(1));
    await expect(old).rejects.toBeInstanceOf(Superseded);
    await now;
    expect(aborted).toBe(true);
  });

  it('does not ask at all when overtaken during its pause', async () => {
    const latest = new LatestOnly();
    let asked = 0;
    const old = latest.run(() => Promise.resolve((asked += 1)), 20);
    const now = latest.run(() => Promise.resolve('b'), 0);
    await expect(old).rejects.toBeInstanceOf(Superseded);
    await now;
    expect(asked).toBe(0);
  });

  it('passes a failure of the last question on', async () => {
    const failing = new LatestOnly().run(() => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
  });
});
