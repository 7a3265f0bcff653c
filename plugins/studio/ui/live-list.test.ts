// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { customElement } from '@curante/shell';
import { LiveList } from './live-list';

@customElement('curante-list-of-this-test')
class ListOfThisTest extends LiveList<number> {
  asked: ((found: number) => void)[] = [];
  shown: number[] = [];
  protected read(signal: AbortSignal): Promise<number> {
    return new Promise((resolve, reject) => {
      this.asked.push(resolve);
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  }
  protected show(found: number): void {
    if (found < 0) throw new Error('cannot be shown');
    this.shown.push(found);
  }
  happens(): void {
    this.follow(150);
  }
  turn(): Promise<void> {
    return this.load();
  }
}

let list: ListOfThisTest;
beforeEach(() => {
  vi.useFakeTimers();
  list = new ListOfThisTest();
  document.body.append(list);
});
afterEach(() => {
  list.remove();
  vi.useRealTimers();
});
async function answer(number: number): Promise<void> {
  list.asked[number - 1]?.(number);
  await vi.advanceTimersByTimeAsync(0);
}

it('shows what it read although something happens all the time, and reads that afterwards, once', async () => {
  for (let burst = 0; burst < 20; burst += 1) {
    list.happens();
    await vi.advanceTimersByTimeAsync(20);
  }
  expect(list.asked).toHaveLength(1);
  await answer(1);
  expect(list.shown).toEqual([1]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(list.asked).toHaveLength(2);
  await answer(2);
  await vi.advanceTimersByTimeAsync(1000);
  expect(list.shown).toEqual([1, 2]);
  expect(list.asked).toHaveLength(2);
});

it('reads at once what is asked for otherwise, and shows no older answer', async () => {
  list.happens();
  void list.turn();
  expect(list.asked).toHaveLength(2);
  await answer(1);
  expect(list.shown).toEqual([]);
  await answer(2);
  expect(list.shown).toEqual([2]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(list.asked).toHaveLength(3);
});

it('reads what happens although it could not show what it read before', async () => {
  await answer(1);
  const turned = expect(list.turn()).rejects.toThrow('cannot be shown');
  list.happens();
  list.asked[1]?.(-1);
  await turned;
  await vi.advanceTimersByTimeAsync(1000);
  expect(list.asked).toHaveLength(3);
  await answer(3);
  list.happens();
  await vi.advanceTimersByTimeAsync(1000);
  await answer(4);
  expect(list.shown).toEqual([1, 3, 4]);
});

it('reads nothing more once it is gone', async () => {
  list.happens();
  list.remove();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(list.asked).toHaveLength(1);
});
