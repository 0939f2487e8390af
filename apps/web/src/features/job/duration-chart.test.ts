import type { JobRun, RunResult } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { durationChart, durationFacts, durationLines, durationOf } from './duration-chart.ts';

const minute = 60_000;
const day = 86_400_000;
const now = Date.parse('2026-01-31T12:00:00.000Z');

function run(daysAgo: number, minutes: number | null, result: RunResult = 'success'): JobRun {
  const start = now - daysAgo * day;
  return {
    id: `78c3919c-0000-4000-8000-${String(Math.round(daysAgo * 1000)).padStart(12, '0')}`,
    startedAt: new Date(start).toISOString(),
    endedAt: minutes === null ? null : new Date(start + minutes * minute).toISOString(),
    result,
    state: minutes === null ? 'Working' : 'Stopped',
    progress: null,
    isRetry: false,
    machines: null,
  };
}

test('lines stand at round times, at most four, the last above the longest run', () => {
  expect(durationLines(0)).toEqual([minute]);
  expect(durationLines(7 * minute)).toEqual([2, 4, 6, 8].map((each) => each * minute));
  expect(durationLines(41 * minute)).toEqual([15, 30, 45].map((each) => each * minute));
  expect(durationLines(60 * minute)).toEqual([15, 30, 45, 60].map((each) => each * minute));
  expect(durationLines(9 * day).at(-1)).toBeGreaterThanOrEqual(9 * day);
  expect(durationLines(9 * day).length).toBeLessThanOrEqual(4);
});

test('bars go from old to new and stand where their run began', () => {
  const { bars, top } = durationChart([run(0, null, 'none'), run(15, 30), run(30, 60)], now);
  expect(bars.map(({ left }) => left)).toEqual([0, 50, 100]);
  expect(top).toBe(60 * minute);
  expect(bars.map(({ height }) => height)).toEqual([1, 0.5, 0]);
  expect(bars.map(({ running }) => running)).toEqual([false, false, true]);
});

test('runs from before the window and from the future are not drawn', () => {
  expect(durationChart([run(31, 5), run(-1, 5)], now).bars).toEqual([]);
});

test('a run under way is as long as it has taken until now, and never less than nothing', () => {
  expect(durationOf(run(1, null), now)).toBe(day);
  expect(durationOf(run(-1, null), now)).toBe(0);
});

test('the facts count runs that are over and name the usual and the longest', () => {
  const facts = durationFacts(durationChart([run(0, null, 'none'), run(3, 6), run(2, 41, 'failed'), run(1, 5)], now));
  expect(facts).toMatchObject({ runs: 3, failed: 1, usual: 6 * minute, longest: { milliseconds: 41 * minute } });
});

test('without a run that is over there are no facts', () => {
  expect(durationFacts(durationChart([], now))).toBeNull();
  expect(durationFacts(durationChart([run(0, null)], now))).toBeNull();
});

test('every run has a place of its own, in the order in which they began', () => {
  const night = Array.from({ length: 37 }, (_, n) => run(Math.floor(n / 4) * 3 + (n % 4) * 0.01, 20, 'failed'));
  const { bars, step } = durationChart(night, now);
  const gaps = bars.slice(1).map(({ left }, index) => left - (bars[index]?.left ?? 0));
  expect(bars).toHaveLength(37);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(step - 1e-9);
  expect(bars.every(({ left }) => left >= 0 && left <= 100)).toBe(true);
  // More than there is room for at the usual step stand closer.
  expect(
    new Set(
      durationChart(
        [...Array(300).keys()].map((n) => run(n / 3000, 1)),
        now,
      ).bars.map(({ left }) => left),
    ).size,
  ).toBe(300);
});

test('of bars of one kind that touch the last one carries the shape', () => {
  const { bars } = durationChart([run(9, 5, 'failed'), run(2, 5, 'failed'), run(1.99, 5, 'failed'), run(1.98, 5)], now);
  expect(bars.map(({ isFollowed }) => isFollowed)).toEqual([false, true, false, false]);
});

test('the time not read yet has a part of the chart of its own', () => {
  expect(durationChart([], now).unread).toBe(0);
  expect(durationChart([], now, new Date(now - 15 * day).toISOString()).unread).toBe(50);
});
