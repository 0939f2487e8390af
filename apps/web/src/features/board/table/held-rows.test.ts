import { expect, test } from 'vitest';
import { madeJob } from '#lib/test-rows.ts';
import { holdRows, standAlike } from './held-rows.ts';

const [a, b, c] = [madeJob(1), madeJob(2), madeJob(3)];
const longer = { ...b, streak: 9 };

test('rows that came or left wait, and what is new inside a row is shown', () => {
  const held = holdRows([a, b], [c, longer]);
  expect(held.rows).toEqual([a, longer]);
  expect([...held.gone]).toEqual([a.id]);
  expect(held.changes).toBe(2);
});

test('another order alone moves nothing and is no change', () => {
  const held = holdRows([a, b], [b, a]);
  expect(held.rows).toEqual([a, b]);
  expect([held.gone.size, held.changes]).toEqual([0, 0]);
});

test('where the same jobs stand in the same order, the fresh list itself is drawn', () => {
  const fresh = [a, longer];
  const held = holdRows([a, b], fresh);
  expect(held.rows).toBe(fresh);
  expect([held.gone.size, held.changes]).toEqual([0, 0]);
});

test('lists stand alike by their jobs and the order of them alone', () => {
  expect([standAlike([a, b], [a, longer]), standAlike([], [])]).toEqual([true, true]);
  expect([standAlike([a, b], [b, a]), standAlike([a, b], [a]), standAlike([a], [a, b])]).toEqual([false, false, false]);
});
