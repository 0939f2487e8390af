import { expect, test } from 'vitest';
import { guidOf, madeJob, madeTask } from '#lib/test-rows.ts';
import { endedAt, fateOf, newestByJob, triedAt } from './last-fate.ts';

const job = madeJob(1);
const refused = madeTask(1, { state: 'refused' });

/** The row with a run that began then. */
function ranAt(startedAt: string, number = 7) {
  return madeJob(1, { run: job.run && { ...job.run, id: guidOf(number), startedAt } });
}

test('a row reports what its newest retry came to, until a newer run', () => {
  const before = madeTask(2, { jobId: job.id, state: 'failed' });
  expect(newestByJob([refused, before]).get(job.id)).toBe(refused);
  expect(fateOf(job, refused)).toBe(refused);
  expect(fateOf(ranAt('2026-11-23T08:00:05.000Z'), refused)).toBeNull();
});

test('the run of the retry itself is no newer one', () => {
  const startedAt = '2026-11-23T08:00:05.000Z';
  const rest = {
    progress: 100,
    result: 'failed',
    endedAt: startedAt,
    machinesTotal: 1,
    machinesDone: 1,
    reasons: [],
  } as const;
  const failed = madeTask(1, { state: 'failed', run: { id: guidOf(7), startedAt, ...rest, reasons: [] } });
  expect(fateOf(ranAt(startedAt), failed)).toBe(failed);
  expect(fateOf(ranAt('2026-11-23T08:10:00.000Z', 8), failed)).toBeNull();
});

test('beyond the hour of the tasks the row itself has its newest retry', () => {
  const last = {
    taskId: madeTask(2).taskId,
    state: 'failed',
    requestedAt: '2026-11-23T03:00:00.000Z',
    endedAt: '2026-11-23T03:20:00.000Z',
    runId: job.run?.id ?? null,
  } as const;
  const row = { ...job, lastRetry: last };
  expect(fateOf(row, undefined)).toBe(last);
  expect(endedAt(last)).toBe('2026-11-23T03:20:00.000Z');
  expect(fateOf({ ...ranAt('2026-11-23T05:00:00.000Z'), lastRetry: last }, undefined)).toBeNull();
  const newer = madeTask(3, { jobId: job.id, state: 'refused' });
  expect(fateOf(row, newer)).toBe(newer);
  expect(fateOf(row, madeTask(1, { jobId: job.id, state: 'refused' }))).toBe(last);
  expect([triedAt(row, undefined), triedAt(row, newer), triedAt(job, undefined)]).toEqual([
    Date.parse(last.requestedAt),
    Date.parse(newer.requestedAt),
    null,
  ]);
  const { taskId, state, requestedBy } = madeTask(4);
  const openRetry = { taskId, state, requestedBy, requestedAt: '2026-11-23T09:00:00.000Z' };
  expect(triedAt({ ...row, openRetry }, newer)).toBe(Date.parse('2026-11-23T09:00:00.000Z'));
});

test('an open retry, one that succeeded and none show nothing', () => {
  expect(fateOf(job, madeTask(1))).toBeNull();
  expect(fateOf(job, madeTask(1, { state: 'succeeded' }))).toBeNull();
  expect(fateOf(job, undefined)).toBeNull();
});
