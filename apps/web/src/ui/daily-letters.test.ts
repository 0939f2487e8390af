import { env } from 'node:process';
import { afterEach, expect, test } from 'vitest';
import { recoveredIn } from '#lib/days.ts';
import { madeJob } from '#lib/test-rows.ts';
import { dailyResultsIn } from './daily-letters.ts';

const own = env.TZ;
afterEach(() => live(own));

/** This process is in that zone from now on. */
function live(zone: string | undefined): void {
  if (zone === undefined) delete env.TZ;
  else env.TZ = zone;
}

const quarter = (at: string) => Math.floor(Date.parse(at) / 900_000);

/** A row whose runs began then, newest first. */
function ran(...runs: [letter: string, at: string][]) {
  const quarters = runs.map(([, at]) => quarter(at));
  const steps = runs.map(
    ([letter], n) => `${letter}${((quarters[n - 1] ?? quarters[n] ?? 0) - (quarters[n] ?? 0)).toString(36)}`,
  );
  return madeJob(1, { strip: 'U'.repeat(30), results: [quarters[0]?.toString(36), ...steps].join(' ') });
}

const now = Date.parse('2026-11-28T22:10:00Z');
/** Failed 27 Nov 20:30 in Los Angeles, which is the 28th in UTC; a good run on the 26th. */
const evening = ran(['F', '2026-11-28T04:30:00Z'], ['S', '2026-11-26T20:05:00Z']);

test.each([
  ['America/Los_Angeles', 'SFN'],
  ['UTC', 'SNF'],
  ['Asia/Tokyo', 'SFN'],
])('days in %s are days there', (zone, end) => {
  live(zone);
  expect(dailyResultsIn(evening, now, 'local').slice(-3)).toBe(end);
  expect(dailyResultsIn(evening, now, 'utc').slice(-3)).toBe('SNF');
});

test.each([
  // Midnight there, half an hour beside the hours of UTC: 18:30 and 13:30.
  ['Asia/Kolkata', '2026-11-28T18:30:00Z', '2026-11-28T18:15:00Z'],
  ['Australia/Adelaide', '2026-11-28T13:30:00Z', '2026-11-28T13:15:00Z'],
  ['Asia/Kathmandu', '2026-11-28T18:15:00Z', '2026-11-28T18:00:00Z'],
])(
  'in %s a run at midnight is of the day that begins, one before it of the day that ends',
  (zone, midnight, before) => {
    live(zone);
    const soon = Date.parse(midnight) + 3_600_000;
    expect(dailyResultsIn(ran(['F', midnight], ['S', before]), soon, 'local').slice(-3)).toBe('NSF');
  },
);

test.each([
  // The day of 25 hours in autumn and that of 23 hours in spring, each with a run at its last quarter of an hour.
  ['2026-10-25T22:45:00Z', '2026-10-24T22:00:00Z', '2026-10-26T12:00:00Z'],
  ['2026-03-29T21:45:00Z', '2026-03-28T23:00:00Z', '2026-03-30T12:00:00Z'],
])('the day on which the clocks change is one day in Berlin: %s', (last, first, at) => {
  live('Europe/Berlin');
  expect(dailyResultsIn(ran(['F', last], ['S', first]), Date.parse(at), 'local').slice(-3)).toBe('NFN');
});

test('thirty days are shown, the older is left out, and so is what is ahead of today', () => {
  live('UTC');
  const job = ran(['W', '2026-11-29T00:00:00Z'], ['S', '2026-10-30T00:00:00Z'], ['F', '2026-10-29T23:45:00Z']);
  expect(dailyResultsIn(job, now, 'local')).toBe(`S${'N'.repeat(29)}`);
});

test('many alike are given by their number, and the day goes on by itself', () => {
  live('UTC');
  const newest = quarter('2026-11-28T20:00:00Z').toString(36);
  const job = madeJob(1, { results: `${newest} F0 F2o S2o*28` });
  expect(dailyResultsIn(job, now, 'local')).toBe(`${'S'.repeat(28)}FF`);
  expect(dailyResultsIn(job, now + 24 * 3_600_000, 'local')).toBe(`${'S'.repeat(27)}FFN`);
});

test('no runs are thirty empty days; from a server without results its own days are taken', () => {
  expect(dailyResultsIn(madeJob(1, { results: '' }), now, 'local')).toBe('N'.repeat(30));
  expect(dailyResultsIn(madeJob(1), now, 'local')).toBe('SSF');
});

test('recoveries of today are counted by the days that are shown', () => {
  const counts: Parameters<typeof recoveredIn>[0] = {
    failed: 0,
    retrying: 0,
    running: 0,
    jobs: 9,
    recoveredToday: 5,
    recovered: [
      [quarter('2026-11-27T20:00:00Z'), 1],
      [quarter('2026-11-28T04:30:00Z'), 2],
      [quarter('2026-11-28T21:00:00Z'), 4],
    ],
  };
  live('America/Los_Angeles');
  expect([recoveredIn(counts, now, 'local'), recoveredIn(counts, now, 'utc')]).toEqual([4, 6]);
  live('Asia/Tokyo');
  expect(recoveredIn(counts, now, 'local')).toBe(4);
  expect(recoveredIn({ ...counts, recovered: null }, now, 'local')).toBeNull();
  const { recovered: _, ...older } = counts;
  expect(recoveredIn(older, now, 'local')).toBe(5);
});

test('a day without a run is not read yet where it began before all runs are known', () => {
  live('UTC');
  const job = {
    ...ran(['F', '2026-11-28T04:30:00Z'], ['S', '2026-11-20T20:05:00Z']),
    readSince: '2026-11-26T12:00:00Z',
  };
  expect(dailyResultsIn(job, now, 'local')).toBe(`${'U'.repeat(21)}S${'U'.repeat(6)}NF`);
});
