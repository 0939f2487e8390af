import { type LastRetry, type OpenRetry, type Task, taskRun } from '@retry-desk/contract';
import type { MachineResult, Run } from '@retry-desk/em-client';
import * as z from 'zod/mini';
import { iso } from '#iso.ts';
import { personId } from '#person.ts';
import type { RetryRow } from '#store/retry-tables.ts';
import type { Retry, RunOfRetry } from './retry.ts';

/** A retry as a row of a table: with the person who requested it, where that was recorded. */
export type ExportedTask = Task & { person: string | null };

export function exportedTask(retry: Retry): ExportedTask {
  return { ...presentTask(retry), person: retry.row.requested_person };
}

/** A retry as it goes out. */
export function presentTask({ row, steps }: Retry): Task {
  return {
    taskId: row.id,
    jobId: row.job_id,
    jobName: row.job_name,
    operation: 'RetryAgentJob',
    state: row.state,
    requestedBy: row.requested_by,
    ...(row.requested_person === null ? {} : { requestedById: personId(row.requested_person) }),
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

/** The retry that holds a job, for its row on the board. */
export function openRetryOf(row: RetryRow): OpenRetry {
  return { taskId: row.id, state: row.state, requestedBy: row.requested_by, requestedAt: iso(row.requested_at) };
}

/** The result of a job's newest retry, for its row on the board. */
export function lastRetryOf(row: RunOfRetry): LastRetry {
  return {
    taskId: row.id,
    state: row.state,
    requestedAt: iso(row.requested_at),
    endedAt: iso(row.ended_at ?? row.requested_at),
    runId: row.run_id,
  };
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

/** A run with the reasons of its machines, as it is stored with its retry. */
export function presentRun(run: Run, machines: readonly MachineResult[] | null): NonNullable<Task['run']> {
  const explained =
    machines?.filter(({ result, reason }) => (result === 'failed' || result === 'warning') && reason) ?? [];
  return {
    id: run.id,
    progress: run.progress,
    // The result of a run in progress is unknown; Enterprise Manager's word for that is None (captured answers; the
    // reference does not list it).
    result: run.result === 'none' ? null : run.result,
    startedAt: iso(run.createdAt),
    endedAt: iso(run.endedAt),
    machinesTotal: machines?.length ?? null,
    machinesDone: machines?.filter((machine) => machine.state === 'completed').length ?? null,
    reasons: explained.map(({ machine, reason }) => ({ machine, text: reason ?? '' })),
  };
}
