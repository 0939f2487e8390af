import { expect, test } from 'vitest';
import { madeJob } from '#lib/test-rows.ts';
import { coverage, noTicks, tick, tickAll } from './ticks.ts';

const rows = [1, 2, 3, 4, 5].map((number) => madeJob(number, number === 3 ? { state: 'idle' } : {}));
const id = (place: number) => rows[place]?.id ?? '';

test('one press ticks, another unticks', () => {
  const once = tick(noTicks, rows, id(0), false);
  expect([...once.ids]).toEqual([id(0)]);
  expect([...tick(once, rows, id(0), false).ids]).toEqual([]);
});

test('a range ticks what lies between, in either direction, and leaves out what cannot be retried', () => {
  const from = tick(noTicks, rows, id(4), false);
  const range = tick(from, rows, id(1), true);
  expect([...range.ids].sort()).toEqual([id(1), id(3), id(4)]);
});

test('a range takes ticks away where its end was ticked', () => {
  const all = tick(tickAll(noTicks, rows), rows, id(0), false);
  expect([...tick(all, rows, id(4), true).ids]).toEqual([]);
});

test('a range from a row that has gone ticks only what was pressed', () => {
  const from = tick(noTicks, [...rows, madeJob(9)], madeJob(9).id, false);
  expect([...tick(from, rows, id(1), true).ids]).toEqual([madeJob(9).id, id(1)]);
});

test('all that are shown are ticked at once, and unticked at once, others keep their tick', () => {
  const other = tick(noTicks, [madeJob(9)], madeJob(9).id, false);
  const all = tickAll(other, rows);
  expect(all.ids.size).toBe(5);
  expect(coverage(all, rows)).toBe('all');
  expect([...tickAll(all, rows).ids]).toEqual([madeJob(9).id]);
  expect([coverage(other, rows), coverage(tick(other, rows, id(0), false), rows)]).toEqual(['none', 'some']);
});
