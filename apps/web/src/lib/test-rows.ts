/** Rows and tasks for tests only; nothing of the product imports this. */
import type { JobRow, RowCause, Task } from '@retry-desk/contract';

/** A GUID that ends in a number. */
export function guidOf(number: number): string {
  return `78c3919c-54d7-43fe-b047-${String(number).padStart(12, '0')}`;
}

/** A cause of a row for tests: unclassified, without advice. */
export function madeCause(key: string, change: Partial<RowCause> = {}): RowCause {
  return {
    key,
    title: `Title of ${key}`,
    family: 'unclassified',
    advice: { kind: 'unknown', evidence: [] },
    ...change,
  };
}

/** A failed job for tests; `number` makes its id. */
export function madeJob(number: number, change: Partial<JobRow> = {}): JobRow {
  return {
    id: guidOf(number),
    name: `Job ${number}`,
    platform: 'linux',
    backupServer: 'srv12.tech.local',
    state: 'failed',
    run: {
      id: guidOf(1000 + number),
      startedAt: '2026-11-23T04:00:00.000Z',
      endedAt: '2026-11-23T04:12:00.000Z',
      result: 'failed',
      progress: 100,
      machinesFailed: 1,
      machinesTotal: 3,
    },
    reasons: [{ machine: `machine-${number}`, text: 'The network path was not found' }],
    streak: 1,
    lastSuccessAt: null,
    nextRunAt: null,
    autoRetryAt: null,
    openRetry: null,
    strip: 'SSF',
    ...change,
  };
}

/** A retry for tests, requested at 08:00 UTC. */
export function madeTask(number: number, change: Partial<Task> = {}): Task {
  return {
    taskId: `0192f0c1-2345-7abc-8def-${String(number).padStart(12, '0')}`,
    jobId: guidOf(number),
    jobName: `Job ${number}`,
    operation: 'RetryAgentJob',
    state: 'requested',
    requestedBy: 'TECH\\anna',
    requestedFrom: null,
    requestedAt: '2026-11-23T08:00:00.000Z',
    note: null,
    attempt: 1,
    em: null,
    run: null,
    steps: [{ state: 'requested', at: '2026-11-23T08:00:00.000Z', evidence: null }],
    ...change,
  };
}
