import { expect, test } from 'vitest';
import { guid, NOON, sampleJob, sampleRun } from '../../../tests/board-samples.ts';
import { Inventory } from '../inventory.ts';
import { jobsWithoutRuns } from './jobs-without-runs.ts';

test('are found anew when something has changed, and not otherwise', () => {
  const inventory = new Inventory();
  inventory.takeJobs([sampleJob()]);
  const found = jobsWithoutRuns(inventory);
  const before = found();
  expect(before.map(({ id }) => id)).toEqual([guid(1)]);
  expect(found()).toBe(before);
  inventory.takeRuns([sampleRun({ createdAt: NOON })]);
  expect(found()).toEqual([]);
});
