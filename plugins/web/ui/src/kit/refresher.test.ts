// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Refresher } from './refresher';

let asked: { answer: (it: number) => void; fail: () => void; signal: AbortSignal }[];
let shown: number[];
let refresher: Refresher<number>;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  shown = [];
  refresher = new Refresher(
    (signal) =>
      new Promise<number>((answer, reject) => {
        const fail = (): void => reject(new Error('away'));
        signal.addEventListener('abort', fail);
        asked.push({ answer, fail, signal });
      }),
    (found) => shown.push(found),
  );
});
afterEach(() => vi.useRealTimers());

/** Everything that can happen by then. */
const pass = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

it('shows an answer however much happens meanwhile, and then asks once more', async () => {
  void refresher.refresh(400);
  for (let happened = 0; happened < 50; happened += 1) {
    await pass(100);
    void refresher.refresh(400);
  }
  expect(asked).toHaveLength(1);
  asked[0]?.answer(1);
  await pass();
  expect(shown).toEqual([1]);
  await pass(400);
  expect(asked).toHaveLength(2);
  asked[1]?.answer(2);
  await pass(5000);
  expect(shown).toEqual([1, 2]);
  expect(asked).toHaveLength(2);
});

it('asks once for what happened before it asked', async () => {
  void refresher.refresh(400);
  void refresher.refresh(400);
  await pass(400);
  asked[0]?.answer(1);
  await pass(5000);
  expect(asked).toHaveLength(1);
});

it('asks again after what could not be asked, once something happens', async () => {
  void refresher.refresh();
  await pass();
  asked[0]?.fail();
  await pass(5000);
  expect(asked).toHaveLength(1);
  void refresher.refresh();
  await pass();
  asked[1]?.answer(2);
  await pass();
  expect(shown).toEqual([2]);
});

it('shows nothing of what was stopped, and begins anew', async () => {
  void refresher.refresh();
  await pass();
  refresher.stop();
  expect(asked[0]?.signal.aborted).toBe(true);
  void refresher.refresh();
  await pass(400);
  asked[0]?.answer(1);
  asked[1]?.answer(2);
  await pass(5000);
  expect(shown).toEqual([2]);
  void refresher.refresh(400);
  refresher.stop();
  await pass(5000);
  expect(asked).toHaveLength(2);
});

it('begins anew at once after a stop, although what was asked never ends', async () => {
  const deaf: ((it: number) => void)[] = [];
  const other = new Refresher<number>(
    () => new Promise((answer) => deaf.push(answer)),
    (found) => shown.push(found),
  );
  void other.refresh();
  await pass();
  void other.refresh();
  other.stop();
  void other.refresh();
  await pass();
  expect(deaf).toHaveLength(2);
  deaf[0]?.(1);
  deaf[1]?.(2);
  await pass(60_000);
  expect(shown).toEqual([2]);
  expect(deaf).toHaveLength(2);
});

it('does not let the pause before a question that was stopped keep the next one waiting', async () => {
  void refresher.refresh(400);
  refresher.stop();
  void refresher.refresh();
  await pass();
  expect(asked).toHaveLength(1);
  await pass(5000);
  expect(asked).toHaveLength(1);
});

it('gives up what has no answer for half a minute, and asks anew if something happened', async () => {
  void refresher.refresh();
  await pass();
  void refresher.refresh();
  await pass(29_000);
  expect(asked).toHaveLength(1);
  await pass(2000);
  expect(asked[0]?.signal.aborted).toBe(true);
  expect(asked).toHaveLength(2);
  asked[1]?.answer(2);
  await pass();
  expect(shown).toEqual([2]);
  // Given up with nothing wanted, it is asked again by what happens next.
  void refresher.refresh();
  await pass(60_000);
  expect(asked).toHaveLength(3);
  void refresher.refresh();
  await pass();
  expect(asked).toHaveLength(4);
});
