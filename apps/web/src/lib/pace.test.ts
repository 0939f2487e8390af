import { expect, test } from 'vitest';
import { chanceOf, nextAsk } from './pace.ts';

test('our own pace is spread by a tenth to both sides', () => {
  expect(nextAsk(10_000, null, 0)).toBeCloseTo(9_000);
  expect(nextAsk(10_000, null, 0.5)).toBeCloseTo(10_000);
  expect(nextAsk(10_000, null, 0.999)).toBeLessThan(11_000);
});

test('what the server tells goes before our own pace, and is never asked before', () => {
  expect(nextAsk(10_000, 1_500, 0)).toBe(1_500);
  expect(nextAsk(10_000, 1_500, 0.999)).toBeLessThan(1_650);
});

test('a server that tells nonsense is neither flooded nor left alone', () => {
  expect(nextAsk(10_000, 0, 0)).toBe(250);
  expect(nextAsk(10_000, 1e12, 0)).toBe(60_000);
});

test('the chance stays for one answer, so that drawing anew does not put the question off, and is another for the next', () => {
  expect(chanceOf(3)).toBe(chanceOf(3));
  expect(new Set([1, 2, 3, 4, 5].map((answer) => chanceOf(answer, 0.2).toFixed(3))).size).toBe(5);
});

test('pages that opened at the same time ask at different times, spread over the whole room', () => {
  const places = Array.from({ length: 10 }, (_, page) => nextAsk(10_000, null, chanceOf(7, page / 10)));
  expect(Math.max(...places) - Math.min(...places)).toBeGreaterThan(1_700);
});
