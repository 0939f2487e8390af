import type { JobRow } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { iso } from '#iso.ts';
import { guid, MINUTE, NOON, sampleJob, sampleRun } from '../../tests/board-samples.ts';
import { jobRowOf } from '../board/job-row.ts';
import { Inventory } from '../mirror/inventory.ts';
import { candidatesOf } from './candidates.ts';

const cause = { key: 'nas', title: 'Title', family: 'network', advice: { kind: 'unknown' as const, evidence: [] } };

/** The row of a job whose run failed so many minutes ago. */
function failedRow(minutes: number, more: Partial<JobRow> = {}): JobRow {
  const inventory = new Inventory();
  const endedAt = NOON - minutes * MINUTE;
  inventory.takeJobs([sampleJob()]);
  inventory.takeRuns([sampleRun({ id: guid(7), createdAt: endedAt - MINUTE, endedAt, result: 'failed' })]);
  const [job = sampleJob()] = inventory.jobs();
  const none = { openRetry: null, lastRetry: null, mayBeOwnRun: () => false, machinesOf: () => undefined };
  return { ...jobRowOf({ job, runs: inventory.runsOf(job.id), ...none }, NOON), cause, ...more };
}

function keysOf(row: JobRow, isAttemptDue = false): string[] {
  const steps = candidatesOf([row], () => isAttemptDue, NOON);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value.map(({ key }) => key);
  }
}

test('a failure counts once it is five minutes old, by cause and backup server', () => {
  expect(keysOf(failedRow(4))).toEqual([]);
  expect(keysOf(failedRow(5))).toEqual(['failed:nas:srv12.tech.local']);
  expect(keysOf(failedRow(5, { backupServer: 'SRV12.tech.local' }))).toEqual(['failed:nas:srv12.tech.local']);
  expect(keysOf(failedRow(5, { backupServer: null }))).toEqual(['failed:nas:no-server']);
});

test('nothing is final while a retry is open, or an attempt of Veeam is to come or may not be collected yet', () => {
  const open = { taskId: guid(1), state: 'running', requestedBy: 'x', requestedAt: iso(NOON) } as const;
  expect(keysOf(failedRow(60, { openRetry: { ...failedRow(60).openRetry, ...open } as JobRow['openRetry'] }))).toEqual(
    [],
  );
  expect(keysOf(failedRow(60, { autoRetryAt: iso(NOON + MINUTE) }))).toEqual([]);
  expect(keysOf(failedRow(60), true)).toEqual([]);
});

test('an unknown result, a run under way and a good one are no failures', () => {
  for (const state of ['unknown', 'running', 'idle', 'never'] as const)
    expect(keysOf(failedRow(60, { state }))).toEqual([]);
});

test('a cause that has not been read is waited for, but not for ever; then the job stands alone', () => {
  expect(keysOf(failedRow(14, { cause: null }))).toEqual([]);
  expect(keysOf(failedRow(15, { cause: null }))).toEqual([`failed:no-reason-${guid(1)}:srv12.tech.local`]);
});

test('a job may hang, be overdue and have failed at once', () => {
  const late = {
    hung: { since: iso(NOON - 600 * MINUTE), longestMinutes: 5 },
    overdue: { expectedAt: null, basis: 'schedule' as const, neverRan: true },
  };
  expect(keysOf(failedRow(60, late))).toEqual([
    'hung:srv12.tech.local',
    'overdue:srv12.tech.local',
    'failed:nas:srv12.tech.local',
  ]);
});
