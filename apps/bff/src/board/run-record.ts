import type { Guid, Run } from '@retry-desk/em-client';
import { detached, Words } from './words.ts';

/** A run as it is kept, without what its job already says. */
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

const words = new Words();

export function toRecord(run: Run): RunRecord {
  return {
    id: detached(run.id),
    createdAt: run.createdAt,
    endedAt: run.endedAt,
    state: run.state,
    stateText: words.of(run.stateText),
    result: run.result,
    resultText: words.of(run.resultText),
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

/** Whether the run has ended; its result may still be a word we do not know. */
export function isOver(run: Pick<RunRecord, 'state' | 'endedAt'>): boolean {
  return run.state === 'stopped' || run.endedAt !== null;
}

export function isGood(run: Pick<RunRecord, 'result'>): boolean {
  return run.result === 'success' || run.result === 'warning';
}

/** When the run came to its end, as far as Enterprise Manager says. */
export function endOf(run: Pick<RunRecord, 'createdAt' | 'endedAt'>): number {
  return run.endedAt ?? run.createdAt;
}

/** Sorts newest first. An attempt that began in the same moment as its first run is the newer one. */
export function newestFirst(a: RunRecord, b: RunRecord): number {
  return (
    b.createdAt - a.createdAt || Number(b.isRetry) - Number(a.isRetry) || endOf(b) - endOf(a) || (a.id < b.id ? 1 : -1)
  );
}

/** What many runs came to alike. */
export type Outcome = Omit<RunRecord, 'id' | 'createdAt' | 'endedAt'>;

export function sameRun(a: RunRecord, b: RunRecord): boolean {
  return a.endedAt === b.endedAt && a.createdAt === b.createdAt && sameOutcome(a, b);
}

export function sameOutcome(a: Outcome, b: Outcome): boolean {
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
