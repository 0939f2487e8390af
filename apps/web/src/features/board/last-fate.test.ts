import { expect, test } from 'vitest';
import { guidOf, madeJob, madeTask } from '#lib/test-rows.ts';
import { fateOf, newestByJob } from './last-fate.ts';

const job = madeJob(1);
const refused = madeTask(1, { state: 'refused' });

/** The row with a run that began then. */
function ranAt(startedAt: string) {
  return madeJob(1, { run: job.run && { ...job.run, id: guidOf(7), startedAt } });
}

test('a row tells what its newest retry came to, until a newer run', () => {
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
  expect(fateOf(ranAt('2026-11-23T08:10:00.000Z'), failed)).toBeNull();
});

test('an open retry, one that succeeded and none tell nothing', () => {
  expect(fateOf(job, madeTask(1))).toBeNull();
  expect(fateOf(job, madeTask(1, { state: 'succeeded' }))).toBeNull();
  expect(fateOf(job, undefined)).toBeNull();
});
