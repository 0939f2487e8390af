import { expect, test } from 'vitest';
import { heightsOfRows, offsetsOf, wayTo, windowOf } from './row-window.ts';

const even = offsetsOf(10_000, () => 50);

test('of ten thousand rows those in sight and six beyond each edge are drawn', () => {
  expect(windowOf(even, 5_000, 5_900)).toEqual({ first: 94, last: 125 });
  expect(windowOf(even, 5_000, 5_900, 0)).toEqual({ first: 100, last: 119 });
});

test('at both ends nothing beyond the list is drawn', () => {
  expect(windowOf(even, -300, 600)).toEqual({ first: 0, last: 19 });
  expect(windowOf(even, 499_500, 501_000)).toEqual({ first: 9_984, last: 10_000 });
  expect(
    windowOf(
      offsetsOf(0, () => 50),
      0,
      900,
    ),
  ).toEqual({ first: 0, last: 0 });
});

test('a row that is open moves those under it', () => {
  const offsets = offsetsOf(100, (place) => (place === 3 ? 1_050 : 50));
  expect(offsets[4]).toBe(1_200);
  expect(offsets[100]).toBe(6_000);
  expect(windowOf(offsets, 700, 1_210)).toEqual({ first: 0, last: 11 });
});

test('the way to a row is the shortest that brings it wholly between the edges', () => {
  expect(wayTo(even, 100, 5_000, 5_900)).toBe(0);
  expect(wayTo(even, 99, 5_000, 5_900)).toBe(-50);
  expect(wayTo(even, 118, 5_000, 5_900)).toBe(50);
});

test('heights of rows that are gone are forgotten, and nothing is made anew while there are few', () => {
  const heights = new Map([
    ['a', 50],
    ['b', 60],
  ]);
  const idOf = (row: string) => row.toLowerCase();
  expect(heightsOfRows(heights, ['B', 'C'], idOf)).toBe(heights);
  expect([...heightsOfRows(heights, ['B'], idOf)]).toEqual([['b', 60]]);
});
