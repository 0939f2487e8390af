import { expect, test } from 'vitest';
import { madeJob } from '#lib/test-rows.ts';
import { rowsById } from './rows-by-id.ts';

const [a, b, c] = [madeJob(1), madeJob(2), madeJob(3)];

test('rows are found by the ids that are requested, and no others', () => {
  expect([...rowsById([a, b, c], new Set([c.id, a.id, madeJob(9).id]))]).toEqual([
    [a.id, a],
    [c.id, c],
  ]);
  expect(rowsById([a, b, c], new Set()).size).toBe(0);
});
