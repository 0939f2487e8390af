import type { Run } from '@retry-desk/em-client';
import { describe, expect, test } from 'vitest';
import { DAY, guid, HOUR, NOON, runningRun, sampleJob, sampleRun } from '../../../tests/board-samples.ts';
import { manyJobs, paper } from '../../../tests/paper-em.ts';

describe('the first read', () => {
  test('reads further back for jobs that have not run lately', async () => {
    const jobs = manyJobs(30);
    const runs = jobs.map(({ id }) => sampleRun({ jobId: id, createdAt: NOON - 6 * DAY, result: 'failed' }));
    runs.push(sampleRun({ jobId: guid(1), createdAt: NOON - HOUR }));
    const { reader, inventory } = paper(jobs, runs);
    await reader.initialLoad(NOON);
    expect(jobs.every(({ id }) => inventory.runsOf(id).length > 0)).toBe(true);
    expect(inventory.runsOf(guid(1)).at(0)?.result).toBe('success');
  });

  test('requests jobs one by one where that is cheaper than reading further back for all, and finds all that ran', async () => {
    for (const counts of [true, false]) {
      const jobs = manyJobs(1_000);
      const runs: Run[] = [];
      for (const [at, { id: jobId }] of jobs.entries()) {
        if (at >= 60)
          for (let day = 0; day < 31; day += 1) runs.push(sampleRun({ jobId, createdAt: NOON - day * DAY - HOUR }));
        else if (at >= 30) runs.push(sampleRun({ jobId, createdAt: NOON - (at - 25) * 2 * DAY, result: 'failed' }));
      }
      const { reader, inventory, cost } = paper(jobs, runs, { counts, still: true });
      await reader.initialLoad(NOON);
      expect(jobs.filter(({ id }) => inventory.runsOf(id).at(0)?.result === 'failed')).toHaveLength(30);
      expect(jobs.filter(({ id }) => inventory.runsOf(id).length === 0)).toHaveLength(30);
      expect(cost.requests).toBeLessThan(11 + 20 + 60 + 5);
    }
  });

  test('reads back for all where many have not run lately, and not one by one where nothing is older', async () => {
    const jobs = manyJobs(1_000);
    const runs = jobs
      .slice(0, 500)
      .map(({ id }) => sampleRun({ jobId: id, createdAt: NOON - 3 * DAY, result: 'failed' }));
    runs.push(sampleRun({ jobId: guid(1), createdAt: NOON - HOUR }));
    const { reader, inventory, asked } = paper(jobs, runs);
    await reader.initialLoad(NOON);
    expect(jobs.filter(({ id }) => inventory.runsOf(id).length > 0)).toHaveLength(500);
    expect(asked.filter(({ jobId }) => jobId !== undefined)).toEqual([]);
  });

  test('requests the few one by one that run seldom, and no more than it needs', async () => {
    const jobs = manyJobs(30);
    const runs = jobs.slice(2).map(({ id }) => sampleRun({ jobId: id, createdAt: NOON - HOUR }));
    runs.push(sampleRun({ jobId: guid(1), createdAt: NOON - 20 * DAY, result: 'failed' }));
    const { reader, inventory, asked } = paper(jobs, runs);
    await reader.initialLoad(NOON);
    expect(inventory.runsOf(guid(1)).at(0)?.result).toBe('failed');
    expect(inventory.runsOf(guid(2))).toHaveLength(0);
    expect(asked.filter(({ jobId }) => jobId !== undefined)).toHaveLength(2);
    expect(asked.filter(({ createdSince }) => createdSince !== undefined)).toHaveLength(1);
  });

  test('finds a run that has been going on for days', async () => {
    const run = runningRun({ createdAt: NOON - 3 * DAY });
    const { reader, inventory } = paper([sampleJob()], [run]);
    await reader.initialLoad(NOON);
    expect(inventory.unfinished()).toEqual([{ jobId: guid(1), runId: run.id }]);
  });
});
