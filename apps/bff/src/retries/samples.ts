import type { EmTask, MachineResult, Run } from '@retry-desk/em-client';
import type { RetryRow } from '#store/retry-tables.ts';

export const T0 = Date.parse('2026-01-31T08:00:00Z');

/** A run of `job-1` that failed before the request; change what matters. */
export function sampleRun(change: Partial<Run> = {}): Run {
  return {
    id: 'run-old',
    jobId: 'job-1',
    jobName: 'Oracle Backup',
    kind: 'job',
    parentId: null,
    createdAt: T0 - 3_600_000,
    endedAt: T0 - 3_000_000,
    state: 'stopped',
    stateText: 'Stopped',
    result: 'failed',
    resultText: 'Failed',
    progress: 100,
    failureMessage: null,
    isRetry: false,
    ...change,
  };
}

/** The run that the retry led to, under way. */
export function sampleNewRun(change: Partial<Run> = {}): Run {
  return sampleRun({
    id: 'run-new',
    createdAt: T0 + 10_000,
    endedAt: null,
    state: 'working',
    stateText: 'Working',
    result: 'none',
    resultText: 'None',
    progress: 40,
    isRetry: true,
    ...change,
  });
}

export function sampleTask(change: Partial<EmTask> = {}): EmTask {
  return {
    ref: { taskId: 'task-1', logonId: 'logon-a' },
    operation: 'RetryAgentJob',
    state: 'running',
    stateText: 'Running',
    result: null,
    runId: null,
    ...change,
  };
}

export function sampleMachine(change: Partial<MachineResult> = {}): MachineResult {
  return {
    id: 'result-1',
    runId: 'run-new',
    machine: 'ora01',
    startedAt: T0 + 11_000,
    endedAt: T0 + 20_000,
    state: 'completed',
    result: 'success',
    resultText: 'Success',
    reason: null,
    totalBytes: 1_000,
    ...change,
  };
}

/** A retry whose request was sent a moment ago. */
export function sampleRow(change: Partial<RetryRow> = {}): RetryRow {
  return {
    id: '019b0000-0000-7000-8000-000000000001',
    job_id: 'job-1',
    job_name: 'Oracle Backup',
    state: 'requested',
    phase: 'unknown',
    requested_by: 'TECH\\anna',
    requested_person: null,
    requested_from: '10.0.0.5',
    requested_at: T0,
    note: null,
    attempt: 1,
    sent_at: T0,
    baseline: JSON.stringify({
      runIds: ['run-old'],
      oldestAt: T0 - 3_600_000,
      newestAt: T0 - 3_600_000,
      taskMark: { logonId: 'logon-a', taskId: null },
      emSentAt: null,
    }),
    logon_id: 'logon-a',
    em_task_id: null,
    em_state: null,
    em_success: null,
    em_message: null,
    em_status: null,
    run_id: null,
    run: null,
    waited_ms: 0,
    waited_for: null,
    ended_at: null,
    stop_phase: null,
    stop_by: null,
    stop_at: null,
    cancel_phase: null,
    cancelled_by: null,
    cancelled_at: null,
    steps_hash: null,
    version: 0,
    seal: null,
    lease_owner: null,
    lease_until: 0,
    ...change,
  };
}
