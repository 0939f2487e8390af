import type { Guid, Run } from '@retry-desk/em-client';
import { detached, StringPool } from './string-pool.ts';

/** A run as it is stored, without the data of its job. */
export type RunRecord = Pick<
  Run,
  | 'id'
  | 'createdAt'
  | 'endedAt'
  | 'state'
  | 'stateText'
  | 'result'
  | 'resultText'
  | 'progress'
  | 'failureMessage'
  | 'isRetry'
>;

const pool = new StringPool();

export function toRecord(run: Run): RunRecord {
  return {
    id: detached(run.id),
    createdAt: run.createdAt,
    endedAt: run.endedAt,
    state: run.state,
    stateText: pool.of(run.stateText),
    result: run.result,
    resultText: pool.of(run.resultText),
    progress: run.progress,
    failureMessage: run.failureMessage ? detached(run.failureMessage) : null,
    isRetry: run.isRetry,
  };
}

export function toRun(record: RunRecord, job: { id: Guid; name: string }): Run {
  const { id, createdAt, endedAt, state, stateText, result, resultText, progress, failureMessage, isRetry } = record;
  return {
    id,
    jobId: job.id,
    jobName: job.name,
    kind: 'job',
    parentId: null,
    createdAt,
    endedAt,
    state,
    stateText,
    result,
    resultText,
    progress,
    failureMessage,
    isRetry,
  };
}

/** State of a run that is listed and cannot be read: its result is unknown. Shown to people. */
export const UNREAD = 'cannot be read';

export function isUnread(run: Pick<RunRecord, 'stateText' | 'result'>): boolean {
  return run.stateText === UNREAD && run.result === 'unknown';
}

/** The fields that many runs share. */
export type RunOutcome = Omit<RunRecord, 'id' | 'createdAt' | 'endedAt'>;

export function sameRun(a: RunRecord, b: RunRecord): boolean {
  return a.endedAt === b.endedAt && a.createdAt === b.createdAt && sameRunOutcome(a, b);
}

export function sameRunOutcome(a: RunOutcome, b: RunOutcome): boolean {
  return (
    a.state === b.state &&
    a.result === b.result &&
    a.progress === b.progress &&
    a.stateText === b.stateText &&
    a.resultText === b.resultText &&
    a.failureMessage === b.failureMessage &&
    a.isRetry === b.isRetry
  );
}
