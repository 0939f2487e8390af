import { expect, test } from 'vitest';
import { toRecord } from '#mirror/run-record.ts';
import { DAY, HOUR, NOON, runsOf, sampleRun } from '../../tests/board-samples.ts';
import { dailyResultsOf } from './daily-results.ts';

test('the daily results have thirty letters and end today', () => {
  const strip = dailyResultsOf(runsOf('SSFW'), NOON);
  expect(strip).toHaveLength(30);
  expect(strip.endsWith('NNSSFW')).toBe(true);
  expect(dailyResultsOf([], NOON)).toBe('N'.repeat(30));
});

test('the last run of a day decides its letter', () => {
  expect(dailyResultsOf(runsOf('SFs'), NOON).endsWith('NSS')).toBe(true);
  expect(dailyResultsOf(runsOf('SFff'), NOON).endsWith('NSF')).toBe(true);
});

test('a run in progress is R', () => {
  expect(dailyResultsOf(runsOf('FR'), NOON).endsWith('FR')).toBe(true);
});

test('a day without a run stays empty, and the results move on with the day', () => {
  expect(dailyResultsOf(runsOf('SF'), NOON + 2 * DAY).endsWith('SFNN')).toBe(true);
});

test('runs before the first day and after today are left out', () => {
  const early = toRecord(sampleRun({ createdAt: NOON - 30 * DAY }));
  const tomorrow = toRecord(sampleRun({ createdAt: NOON + DAY }));
  expect(dailyResultsOf([tomorrow, early], NOON)).toBe('N'.repeat(30));
  expect(dailyResultsOf([toRecord(sampleRun({ createdAt: NOON - 29 * DAY }))], NOON)).toBe(`S${'N'.repeat(29)}`);
});

test('days are UTC days', () => {
  const midnight = Date.UTC(2026, 2, 18);
  const runs = [
    toRecord(sampleRun({ createdAt: midnight })),
    toRecord(sampleRun({ createdAt: midnight - 1, result: 'failed' })),
  ];
  expect(dailyResultsOf(runs, midnight + HOUR).endsWith('NFS')).toBe(true);
});

test('an unknown result does not hide the known one of the same day', () => {
  const known = toRecord(sampleRun({ createdAt: NOON - 3 * HOUR, result: 'failed' }));
  const unknown = toRecord(sampleRun({ createdAt: NOON - HOUR, result: 'unknown' }));
  expect(dailyResultsOf([unknown, known], NOON).endsWith('NF')).toBe(true);
});

test('a day without a run that has not been read to its end is not read yet, and not without a run', () => {
  expect(dailyResultsOf(runsOf('SF'), NOON, NOON - 5 * DAY)).toBe(`${'U'.repeat(25)}NNNSF`);
  expect(dailyResultsOf(runsOf('SF'), NOON, NOON)).toBe(`${'U'.repeat(28)}SF`);
});
