import type { Task } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { madeTask } from '#lib/test-rows.ts';
import { batchesOf } from './batches.ts';

function at(number: number, second: number, change: Partial<Task> = {}): Task {
  return madeTask(number, { requestedAt: new Date(Date.UTC(2026, 10, 23, 8, 0, second)).toISOString(), ...change });
}

const four = [at(4, 12), at(3, 8), at(2, 4), at(1, 0)];

function keysOf(tasks: readonly Task[]): number[] {
  return batchesOf(tasks).map((batch) => batch.tasks.length);
}

test('retries that one person requested job by job are one batch, which keeps its name while it grows', () => {
  expect(batchesOf(four)).toEqual([{ key: four[3]?.taskId, tasks: four }]);
  expect(batchesOf([at(5, 14), ...four])[0]?.key).toBe(four[3]?.taskId);
});

test('three cards stay cards', () => {
  expect(keysOf(four.slice(1))).toEqual([1, 1, 1]);
});

test('a pause, another person or another note is another press', () => {
  expect(keysOf([at(5, 50), ...four])).toEqual([1, 4]);
  const ben = at(5, 6, { requestedBy: 'TECH\\ben' });
  expect(keysOf([...four.slice(0, 2), ben, ...four.slice(2)])).toEqual([4, 1]);
  expect(keysOf([at(5, 13, { note: 'ticket 4711' }), ...four])).toEqual([1, 4]);
});
