import { expect, test } from 'vitest';
import { byUrgency, largestSpan, type WallJob } from './urgency.ts';

function job(name: string, change: Partial<WallJob> = {}): WallJob {
  return {
    id: '78c3919c-0000-4000-8000-000000000001',
    name,
    machines: [],
    machinesFailed: null,
    machinesTotal: null,
    reason: null,
    failedAt: '2026-01-10T04:00:00.000Z',
    streak: 1,
    lastSuccessAt: '2026-01-09T04:00:00.000Z',
    retrying: false,
    ...change,
  };
}

function names(jobs: WallJob[]): string[] {
  return byUrgency(jobs).map(({ name }) => name);
}

test('the longest streak stands first', () => {
  expect(names([job('one'), job('five', { streak: 5 }), job('two', { streak: 2 })])).toEqual(['five', 'two', 'one']);
});

test('among equal streaks the one longest without a backup stands first, never known before all', () => {
  const rows = [
    job('yesterday'),
    job('last week', { lastSuccessAt: '2026-01-03T04:00:00.000Z' }),
    job('never', { lastSuccessAt: null }),
  ];
  expect(names(rows)).toEqual(['never', 'last week', 'yesterday']);
});

test('equal jobs keep one order whatever order they come in', () => {
  const rows = [job('b'), job('a'), job('c', { failedAt: '2026-01-10T05:00:00.000Z' })];
  expect(names(rows)).toEqual(['c', 'a', 'b']);
  expect(names(rows.toReversed())).toEqual(['c', 'a', 'b']);
});

test('the given list is left as it was', () => {
  const rows = [job('one'), job('five', { streak: 5 })];
  byUrgency(rows);
  expect(rows.map(({ name }) => name)).toEqual(['one', 'five']);
});

test('a span is shown in its largest whole unit', () => {
  expect(largestSpan(59_999)).toEqual({ count: 0, unit: 'minute' });
  expect(largestSpan(59 * 60_000)).toEqual({ count: 59, unit: 'minute' });
  expect(largestSpan(23.9 * 3_600_000)).toEqual({ count: 23, unit: 'hour' });
  expect(largestSpan(47 * 3_600_000)).toEqual({ count: 1, unit: 'day' });
  expect(largestSpan(-5_000)).toEqual({ count: 0, unit: 'minute' });
});
