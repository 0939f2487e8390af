import { byDate } from '@retry-desk/em-client';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type RunRecord, toRecord } from '#mirror/run-record.ts';
import { DAY, HOUR, MINUTE, NOON, runningRun, runsOf, sampleRun } from '../../tests/board-samples.ts';
import { letterOf } from './daily-results.ts';
import { recoveriesByQuarter, recoveriesSince, resultsOf } from './quarter-hours.ts';

const results = ['success', 'warning', 'failed'] as const;

/** As the page reads it. */
function entriesOf(text: string): { letter: string; at: number }[] {
  const [first = '', ...steps] = text.split(' ');
  let quarter = Number.parseInt(first, 36);
  return steps.flatMap((step) => {
    const [, letter = '', gap = '', times = '1'] = /^([SWFR])([0-9a-z]+)(?:\*(\d+))?$/.exec(step) ?? [];
    return Array.from({ length: Number(times) }, () => {
      quarter -= Number.parseInt(gap, 36);
      return { letter, at: quarter * 15 * MINUTE };
    });
  });
}

/** The letter of each day that begins there and is that long. */
function lettersOf(entries: readonly { letter: string; at: number }[], starts: readonly number[], length: number) {
  return starts.map((start) => entries.find(({ at }) => at >= start && at < start + length)?.letter ?? 'N').join('');
}

test('a job that runs once a day takes few letters', () => {
  expect(resultsOf(runsOf(`${'S'.repeat(27)}FF`), NOON)).toMatch(/^\w{4,5} F0 F2o S2o\*27$/);
});

test('no run, and none within a month, is nothing', () => {
  expect(resultsOf([], NOON)).toBe('');
  expect(resultsOf(runsOf('S', NOON - 40 * DAY), NOON)).toBe('');
});

test('a run dated ahead by a wrong clock, which stands behind the others, is left out', () => {
  const ahead = toRecord(sampleRun({ createdAt: NOON + 5 * DAY }));
  expect(resultsOf([...runsOf('SF'), ahead], NOON)).toBe(resultsOf(runsOf('SF'), NOON));
});

test('a run in progress is R, and an unknown result is left out', () => {
  const runs = [runningRun(), sampleRun({ createdAt: NOON - DAY, result: 'unknown' })].map(toRecord);
  expect(resultsOf(runs, NOON)).toMatch(/^\w+ R0$/);
});

test('a job that runs every hour takes about one letter a day while nothing changes', () => {
  const runs = Array.from({ length: 30 * 24 }, (_, hour) => toRecord(sampleRun({ createdAt: NOON - hour * HOUR })));
  expect(entriesOf(resultsOf(runs, NOON)).length).toBeLessThan(70);
});

test('days of every zone, of 23, 24 and 25 hours, come out as they do from the runs themselves', () => {
  const run = fc.record({ minutes: fc.integer({ min: 0, max: 30 * 24 * 60 }), result: fc.constantFrom(...results) });
  const offset = fc.integer({ min: -48, max: 56 });
  fc.assert(
    fc.property(fc.array(run, { maxLength: 120 }), offset, fc.constantFrom(23, 24, 25), (lastView, quarters, hours) => {
      const runs = lastView
        .map(({ minutes, result }): RunRecord => toRecord(sampleRun({ createdAt: NOON - minutes * MINUTE, result })))
        .sort(byDate);
      const starts = Array.from({ length: 30 }, (_, ago) => NOON + quarters * 15 * MINUTE - ago * DAY);
      const plain = runs.map((each) => ({ letter: letterOf(each) ?? '', at: each.createdAt }));
      expect(lettersOf(entriesOf(resultsOf(runs, NOON)), starts, hours * HOUR)).toBe(
        lettersOf(plain, starts, hours * HOUR),
      );
    }),
  );
});

test('recoveries are counted by quarters of an hour, from a moment on that stays for a day', () => {
  const quarter = NOON / (15 * MINUTE);
  expect(recoveriesByQuarter([NOON + HOUR, NOON, NOON + 14 * MINUTE])).toEqual([
    [quarter, 2],
    [quarter + 4, 1],
  ]);
  expect(recoveriesByQuarter([])).toEqual([]);
  expect(recoveriesSince(NOON)).toBe(recoveriesSince(NOON + HOUR));
  expect(NOON - recoveriesSince(NOON)).toBeGreaterThanOrEqual(25 * HOUR);
});
