import { type OpenRetry, type Task, taskRun } from '@retry-desk/contract';
import * as z from 'zod/mini';
import type { RetryRow } from '#store/retry-tables.ts';
import type { Retry } from './retry.ts';

/** A retry as it goes out. */
export function presentTask({ row, steps }: Retry): Task {
  return {
    taskId: row.id,
    jobId: row.job_id,
    jobName: row.job_name,
    operation: 'RetryAgentJob',
    state: row.state,
    requestedBy: row.requested_by,
    requestedFrom: row.requested_from,
    requestedAt: iso(row.requested_at),
    note: row.note,
    attempt: row.attempt,
    stopRequestedBy: row.stop_phase === null && row.state !== 'stopped' ? null : row.stop_by,
    em: presentEm(row),
    run: row.run === null ? null : z.parse(taskRun, JSON.parse(row.run)),
    steps: steps.map((step) => ({ state: step.state, at: iso(step.at), evidence: step.evidence })),
  };
}

/** Who holds a job, for its row on the board. */
export function openRetryOf(row: RetryRow): OpenRetry {
  return { taskId: row.id, state: row.state, requestedBy: row.requested_by, requestedAt: iso(row.requested_at) };
}

function presentEm(row: RetryRow): Task['em'] {
  if (row.em_task_id === null && row.em_state === null && row.em_message === null) return null;
  return {
    taskId: row.em_task_id,
    state: row.em_state,
    success: row.em_success === null ? null : row.em_success === 1,
    message: row.em_message,
  };
}

/** Milliseconds as ISO 8601 in UTC. */
export function iso(at: number): string {
  return new Date(at).toISOString();
}
