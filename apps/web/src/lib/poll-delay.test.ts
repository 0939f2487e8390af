import { expect, test } from 'vitest';
import { jitterOf, nextPoll } from './poll-delay.ts';

test('our own pace is spread by a tenth to both sides', () => {
  expect(nextPoll(10_000, null, 0)).toBeCloseTo(9_000);
  expect(nextPoll(10_000, null, 0.5)).toBeCloseTo(10_000);
  expect(nextPoll(10_000, null, 0.999)).toBeLessThan(11_000);
});

test("the server's interval comes before our own, and it is never polled earlier", () => {
  expect(nextPoll(10_000, 1_500, 0)).toBe(1_500);
  expect(nextPoll(10_000, 1_500, 0.999)).toBeLessThan(1_650);
});

test('a server that reports nonsense is neither flooded nor left alone', () => {
  expect(nextPoll(10_000, 0, 0)).toBe(250);
  expect(nextPoll(10_000, 1e12, 0)).toBe(60_000);
});

test('the chance stays for one answer, so that drawing anew does not put the question off, and is another for the next', () => {
  expect(jitterOf(3)).toBe(jitterOf(3));
  expect(new Set([1, 2, 3, 4, 5].map((answer) => jitterOf(answer, 0.2).toFixed(3))).size).toBe(5);
});

test('pages that opened at the same time ask at different times, spread over the whole room', () => {
  const places = Array.from({ length: 10 }, (_, page) => nextPoll(10_000, null, jitterOf(7, page / 10)));
  expect(Math.max(...places) - Math.min(...places)).toBeGreaterThan(1_700);
});
