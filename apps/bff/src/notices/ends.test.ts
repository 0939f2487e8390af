import { expect, test } from 'vitest';
import type { RunRecord } from '#mirror/run-record.ts';
import { DAY, guid, HOUR, NOON, runsOf, sampleJob } from '../../tests/board-samples.ts';
import { endingOf, type JobNow } from './ends.ts';

/** A job with these runs, newest first. */
function jobWith(records: readonly RunRecord[]): JobNow {
  const values = () => records.values();
  return {
    job: sampleJob(),
    runs: { ...{ length: records.length, values }, at: (at) => records.at(at), [Symbol.iterator]: values },
  };
}

/** The failed run of yesterday of `…F?`. */
const member = { key: 'k', jobId: guid(1), name: 'Mail', runId: guid(42), since: NOON - DAY - HOUR };

test('a job that is not listed any more needs nobody, and did not recover', () => {
  expect(endingOf('failed', member, undefined, NOON)).toEqual({ kind: 'not-listed', runId: null, at: NOON });
});

test('a good run after the failed one proves that it recovered', () => {
  const runs = runsOf('FS');
  expect(endingOf('failed', member, jobWith(runs), NOON)).toMatchObject({ kind: 'recovered', runId: runs[0]?.id });
});

test('a run under way, another failure, or no run at all proves nothing', () => {
  for (const letters of ['FR', 'FF', 'SF', 'SR'])
    expect(endingOf('failed', member, jobWith(runsOf(letters)), NOON)).toBeNull();
  expect(endingOf('failed', member, jobWith([]), NOON)).toBeNull();
});

test('a good run of before the failure, as a snapshot brings it back, is no recovery', () => {
  const old = runsOf('S').map((run) => ({ ...run, createdAt: NOON - 3 * DAY, endedAt: NOON - 3 * DAY + HOUR }));
  expect(endingOf('failed', member, jobWith(old), NOON)).toEqual({ kind: 'not-listed', runId: null, at: NOON });
});

test('an overdue job started where a run began after the start that did not come', () => {
  const [run] = runsOf('S');
  const since = (run?.createdAt ?? 0) - HOUR;
  expect(endingOf('overdue', { ...member, since }, jobWith(runsOf('S')), NOON)).toMatchObject({ kind: 'started' });
  expect(endingOf('overdue', { ...member, since: NOON }, jobWith(runsOf('S')), NOON)?.kind).toBe('withdrawn');
});

test('a hung run ended, goes on as others do, or is not listed any more', () => {
  const [over] = runsOf('F');
  const [goesOn] = runsOf('R');
  const endOfRun = (runs: RunRecord[], runId: string | undefined) =>
    endingOf('hung', { ...member, runId: runId ?? null }, jobWith(runs), NOON)?.kind;
  expect(endOfRun(runsOf('F'), over?.id)).toBe('not-listed');
  expect(over && endOfRun([over], over.id)).toBe('run-ended');
  expect(goesOn && endOfRun([goesOn], goesOn.id)).toBe('withdrawn');
});
