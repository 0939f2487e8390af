import { expect, test } from 'vitest';
import { madeJob } from '#lib/test-rows.ts';
import { holdRows } from './held-rows.ts';

const [a, b, c] = [madeJob(1), madeJob(2), madeJob(3)];

test('rows that came or left wait, and what is new inside a row is shown', () => {
  const longer = { ...b, streak: 9 };
  const held = holdRows([a, b], [c, longer]);
  expect(held.rows).toEqual([
    { job: a, gone: true },
    { job: longer, gone: false },
  ]);
  expect(held.changes).toBe(2);
});

test('another order alone moves nothing and is no change', () => {
  const held = holdRows([a, b], [b, a]);
  expect(held.rows.map(({ job }) => job)).toEqual([a, b]);
  expect(held.changes).toBe(0);
});

test('nothing is held where nothing has changed', () => {
  const rows = [a, b];
  expect(holdRows(rows, rows)).toEqual({
    rows: [
      { job: a, gone: false },
      { job: b, gone: false },
    ],
    changes: 0,
  });
});
