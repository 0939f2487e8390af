import { expect, test } from 'vitest';
import { pageAt, rowsThatFit } from './paging.ts';

test('only whole rows are counted', () => {
  expect(rowsThatFit(756, 121)).toBe(6);
  expect(rowsThatFit(725.999, 121)).toBe(6);
  expect(rowsThatFit(725, 121)).toBe(5);
});

test('one row is shown even where none fits or nothing has been measured', () => {
  expect(rowsThatFit(40, 121)).toBe(1);
  expect(rowsThatFit(700, 0)).toBe(1);
});

test('pages turn round and show every row once', () => {
  const rows = [1, 2, 3, 4, 5, 6, 7];
  const pages = [0, 1, 2].map((turn) => pageAt(rows, 3, turn));
  expect(pages.flatMap((page) => page.rows)).toEqual(rows);
  expect(pages.map(({ number, of }) => [number, of])).toEqual([
    [1, 3],
    [2, 3],
    [3, 3],
  ]);
  expect(pageAt(rows, 3, 3)).toEqual(pageAt(rows, 3, 0));
});

test('a page that has gone is never shown empty', () => {
  expect(pageAt([1, 2], 3, 5)).toEqual({ rows: [1, 2], number: 1, of: 1 });
  expect(pageAt([], 3, 4)).toEqual({ rows: [], number: 1, of: 1 });
});
