import type { Guid, Run } from '@retry-desk/em-client';

/** A run as it is kept: what its job already says is left out, because there are thirty days of them for every job. */
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

/** Enterprise Manager uses few words for states and results: each is kept once. */
const words = new Map<string, string>();
const WORDS_LIMIT = 1_000;

export function toRecord(run: Run): RunRecord {
  return {
    id: detached(run.id),
    createdAt: run.createdAt,
    endedAt: run.endedAt,
    state: run.state,
    stateText: word(run.stateText),
    result: run.result,
    resultText: word(run.resultText),
    progress: run.progress,
    failureMessage: run.failureMessage ? detached(run.failureMessage) : null,
    isRetry: run.isRetry,
  };
}

export function toRun(record: RunRecord, job: { id: Guid; name: string }): Run {
  return { ...record, jobId: job.id, jobName: job.name, kind: 'job', parentId: null };
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

export function sameRun(a: RunRecord, b: RunRecord): boolean {
  return (
    a.endedAt === b.endedAt &&
    a.state === b.state &&
    a.result === b.result &&
    a.progress === b.progress &&
    a.stateText === b.stateText &&
    a.resultText === b.resultText &&
    a.failureMessage === b.failureMessage &&
    a.createdAt === b.createdAt &&
    a.isRetry === b.isRetry
  );
}

/** A copy of its own: a piece cut out of an answer would keep the whole answer's text in memory. */
function detached(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

function word(text: string): string {
  const kept = words.get(text);
  if (kept !== undefined) return kept;
  const own = detached(text);
  if (words.size < WORDS_LIMIT) words.set(own, own);
  return own;
}
