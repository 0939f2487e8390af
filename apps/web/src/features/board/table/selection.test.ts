import { expect, test } from 'vitest';
import { madeJob } from '#lib/test-rows.ts';
import { coverage, nothingSelected, select, selectAll } from './selection.ts';

const rows = [1, 2, 3, 4, 5].map((number) => madeJob(number, number === 3 ? { state: 'idle' } : {}));
const id = (place: number) => rows[place]?.id ?? '';

test('one press selects, another deselects', () => {
  const once = select(nothingSelected, rows, id(0), false);
  expect([...once.ids]).toEqual([id(0)]);
  expect([...select(once, rows, id(0), false).ids]).toEqual([]);
});

test('a range selection what lies between, in either direction, and leaves out what cannot be retried', () => {
  const from = select(nothingSelected, rows, id(4), false);
  const range = select(from, rows, id(1), true);
  expect([...range.ids].sort()).toEqual([id(1), id(3), id(4)]);
});

test('a range takes selection away where its end was selected', () => {
  const all = select(selectAll(nothingSelected, rows), rows, id(0), false);
  expect([...select(all, rows, id(4), true).ids]).toEqual([]);
});

test('a range from a row that has gone selection only what was pressed', () => {
  const from = select(nothingSelected, [...rows, madeJob(9)], madeJob(9).id, false);
  expect([...select(from, rows, id(1), true).ids]).toEqual([madeJob(9).id, id(1)]);
});

test('all that are shown are selected at once, and deselected at once, others stay selected', () => {
  const other = select(nothingSelected, [madeJob(9)], madeJob(9).id, false);
  const all = selectAll(other, rows);
  expect(all.ids.size).toBe(5);
  expect(coverage(all, rows)).toBe('all');
  expect([...selectAll(all, rows).ids]).toEqual([madeJob(9).id]);
  expect([coverage(other, rows), coverage(select(other, rows, id(0), false), rows)]).toEqual(['none', 'some']);
});
