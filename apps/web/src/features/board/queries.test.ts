import type { Task } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { madeTask } from '#lib/test-rows.ts';
import { boardInterval, boardQuery } from './queries.ts';

/** In the middle of the spread. */
const middle = 0.5;

function answer(tasks: Task[] = [], freshness: { pollAfter?: number } = {}, pollSeconds = 10) {
  return { data: { pollSeconds, tasks }, freshness };
}

test('the board is requested as often as the server reads, and quickly while a retry is open', () => {
  expect(boardInterval(undefined, middle)).toBe(5_000);
  expect(boardInterval(answer(), middle)).toBe(10_000);
  expect(boardInterval(answer([madeTask(1)]), middle)).toBe(1_000);
  expect(boardInterval(answer([madeTask(1, { state: 'failed' })]), middle)).toBe(10_000);
});

test('a server that reads every second is polled every second', () => {
  expect(boardInterval(answer([], {}, 1), middle)).toBe(1_000);
});

test('when the server reports in how long it has something new, it is polled then or a little later', () => {
  expect(boardInterval(answer([], { pollAfter: 3_000 }), 0)).toBe(3_000);
  expect(boardInterval(answer([madeTask(1)], { pollAfter: 3_000 }), middle)).toBe(3_150);
});

test('two pages do not ask at the same time, and a hidden tab does not ask', () => {
  expect(boardInterval(answer(), 0.1)).not.toBe(boardInterval(answer(), 0.6));
  expect(boardQuery().refetchIntervalInBackground).toBe(false);
});
