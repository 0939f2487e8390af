import { expect, test } from 'vitest';
import { toRecord } from '#mirror/run-record.ts';
import { DAY, HOUR, NOON, runsOf, sampleRun } from '../../tests/board-samples.ts';
import { stripOf } from './daily-results.ts';

test('the strip has thirty letters and ends today', () => {
  const strip = stripOf(runsOf('SSFW'), NOON);
  expect(strip).toHaveLength(30);
  expect(strip.endsWith('NNSSFW')).toBe(true);
  expect(stripOf([], NOON)).toBe('N'.repeat(30));
});

test('the last run of a day decides its letter', () => {
  expect(stripOf(runsOf('SFs'), NOON).endsWith('NSS')).toBe(true);
  expect(stripOf(runsOf('SFff'), NOON).endsWith('NSF')).toBe(true);
});

test('a run in progress is R', () => {
  expect(stripOf(runsOf('FR'), NOON).endsWith('FR')).toBe(true);
});

test('a day without a run stays empty, and the strip moves on with the day', () => {
  expect(stripOf(runsOf('SF'), NOON + 2 * DAY).endsWith('SFNN')).toBe(true);
});

test('runs before the first day and after today are left out', () => {
  const early = toRecord(sampleRun({ createdAt: NOON - 30 * DAY }));
  const tomorrow = toRecord(sampleRun({ createdAt: NOON + DAY }));
  expect(stripOf([tomorrow, early], NOON)).toBe('N'.repeat(30));
  expect(stripOf([toRecord(sampleRun({ createdAt: NOON - 29 * DAY }))], NOON)).toBe(`S${'N'.repeat(29)}`);
});

test('days are UTC days', () => {
  const midnight = Date.UTC(2026, 2, 18);
  const runs = [
    toRecord(sampleRun({ createdAt: midnight })),
    toRecord(sampleRun({ createdAt: midnight - 1, result: 'failed' })),
  ];
  expect(stripOf(runs, midnight + HOUR).endsWith('NFS')).toBe(true);
});

test('a result in a word we do not know does not hide what we know of the day', () => {
  const known = toRecord(sampleRun({ createdAt: NOON - 3 * HOUR, result: 'failed' }));
  const unknown = toRecord(sampleRun({ createdAt: NOON - HOUR, result: 'unknown' }));
  expect(stripOf([unknown, known], NOON).endsWith('NF')).toBe(true);
});

test('a day without a run that has not been read to its end is not read yet, and not without a run', () => {
  expect(stripOf(runsOf('SF'), NOON, NOON - 5 * DAY)).toBe(`${'U'.repeat(25)}NNNSF`);
  expect(stripOf(runsOf('SF'), NOON, NOON)).toBe(`${'U'.repeat(28)}SF`);
});
