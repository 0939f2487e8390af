import { expect, test } from 'vitest';
import { readOutOf } from './read-out.ts';
import type { Machine } from './results.ts';

const clock = { now: Date.parse('2026-11-29T08:00:00Z'), zone: 'utc' } as const;
const failed: Machine['results'][number] = {
  jobId: 'j',
  jobName: 'Oracle Hamburg',
  runId: 'r',
  result: 'failed',
  endedAt: '2026-11-28T22:37:00Z',
  reason: 'The network path was not found.',
};
const machine: Machine = {
  machine: 'ham-ora03',
  lastGoodAt: '2026-11-27T22:34:00Z',
  nextRunAt: '2026-11-29T22:00:00Z',
  results: [failed],
};

test('one sentence gives when a machine was backed up last, what came after it and what comes next', () => {
  expect(readOutOf(machine, clock)).toBe(
    'ham-ora03: last good backup 27 Nov 22:34, failed 28 Nov 22:37: The network path was not found, next run 29 Nov 22:00 (UTC).',
  );
});

test.each<[string, Partial<Machine>, string]>([
  [
    'after a good run only that',
    { results: [{ ...failed, result: 'success' }] },
    'ham-ora03: last good backup 27 Nov 22:34, next run 29 Nov 22:00 (UTC).',
  ],
  [
    'none is named where there is none',
    { lastGoodAt: null, results: [] },
    'ham-ora03: no good backup in 30 days, next',
  ],
  [
    'and not where it has not been read yet',
    { lastGoodAt: undefined, results: [] },
    'ham-ora03: last good backup not read yet, next',
  ],
  ['an unknown next run is shown as not known', { nextRunAt: null }, 'not found, no next run known (UTC).'],
  [
    'what runs now runs now',
    { results: [{ ...failed, result: 'none', endedAt: null }] },
    '22:34, being backed up now by Oracle Hamburg, next',
  ],
  [
    'an unknown result is shown as not known',
    { results: [{ ...failed, result: 'unknown', endedAt: null }] },
    '22:34, result of the newest run of Oracle Hamburg unknown, next',
  ],
  ['a failure without a reason has none', { results: [{ ...failed, reason: null }] }, '22:37: no reason given, next'],
])('%s', (_, change, expected) => {
  expect(readOutOf({ ...machine, ...change }, clock)).toContain(expected);
});
