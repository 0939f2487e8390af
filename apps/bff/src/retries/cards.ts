import type { LastRetry, OpenRetry, Task } from '@retry-desk/contract';
import { isOpen } from '@retry-desk/contract';
import { iso } from '#iso.ts';
import { lastRetryOf, openRetryOf, presentTask } from './present.ts';
import { baselineOf, type Retry, type RunOfRetry } from './retry.ts';

/** How long an ended retry stays among the live cards. */
export const CARD_AGE_MS = 60 * 60_000;

/** How long a job's row shows the result of its newest retry: "today" in any time zone and a weekend. */
export const LAST_RETRY_MS = 3 * 24 * 60 * 60_000;

type DatedRun = { id: string; createdAt: number };
/** Between these moments of Enterprise Manager's clock a run of the retry may have begun. */
type Doubt = { retryId: string; from: number; until: number };

/** How far clocks, and a retry's end and the begin of its run, may lie apart. */
const DOUBT_BEFORE_MS = 60_000;
const DOUBT_AFTER_MS = 60 * 60_000;

/** Open and lately ended retries in memory, so that a poll of the board costs no query. */
export type Cards = {
  put(retry: Retry): void;
  remove(id: string): void;
  /** Makes the memory equal to what the journal holds, unless something was put while it was being read. */
  refresh(read: () => Promise<readonly Retry[]>): Promise<void>;
  list(): Task[];
  openRetry(jobId: string): OpenRetry | null;
  /** The newest retry of a job that is over, within the last days. */
  lastRetry(jobId: string): LastRetry | null;
  hasOpen(): boolean;
  /** The failed run that a live retry was sent for; null before it is sent, and where that is not known. */
  retriedRun(id: string): string | null;
  /** Whether a run was begun by a retry of ours, or may have been: one that ended without its run being known. */
  mayBeOwnRun(run: DatedRun, jobId: string): boolean;
  /** Retries that ended before this process began. */
  rememberRuns(retries: readonly RunOfRetry[]): void;
  onChange(listener: () => void): () => void;
};

export function createCards(clock: { now(): number }): Cards {
  const held = new Map<string, { retry: Retry; task: Task }>();
  const openByJob = new Map<string, OpenRetry>();
  const lastByJob = new Map<string, LastRetry>();
  const listeners = new Set<() => void>();
  const ownRuns = new Set<string>();
  /** By job, of retries that ended without anybody knowing their run. */
  const doubts = new Map<string, Doubt[]>();
  let writes = 0;

  function changed(): void {
    for (const listener of listeners) listener();
  }
  function isOld(retry: Retry): boolean {
    return retry.row.ended_at !== null && retry.row.ended_at < clock.now() - CARD_AGE_MS;
  }
  function drop(id: string): boolean {
    const job = held.get(id)?.retry.row.job_id;
    if (job !== undefined && openByJob.get(job)?.taskId === id) openByJob.delete(job);
    return held.delete(id);
  }
  function learnOutcome(row: RunOfRetry): void {
    const known = lastByJob.get(row.job_id);
    if (isOpen(row.state) || (known && known.taskId > row.id)) return;
    const last = lastRetryOf(row);
    // The same one while nothing about it is new: rows are made anew where it is another.
    if (JSON.stringify(known) !== JSON.stringify(last)) lastByJob.set(row.job_id, last);
  }
  function learn(row: RunOfRetry): void {
    learnOutcome(row);
    if (row.run_id !== null) ownRuns.add(row.run_id);
    if (row.state !== 'unconfirmed' || row.run_id !== null || row.sent_at === null) return;
    const from = (baselineOf(row)?.emSentAt ?? row.sent_at) - DOUBT_BEFORE_MS;
    const until = from + (row.ended_at ?? row.sent_at) - row.sent_at + DOUBT_AFTER_MS;
    const others = (doubts.get(row.job_id) ?? []).filter(({ retryId }) => retryId !== row.id);
    doubts.set(row.job_id, [...others, { retryId: row.id, from, until }]);
  }
  /** Whether this showed anything new. */
  function hold(retry: Retry): boolean {
    const { row } = retry;
    const earlier = held.get(row.id)?.retry.row.run_id ?? null;
    if (earlier !== null && earlier !== row.run_id) ownRuns.delete(earlier);
    learn(row);
    if (isOpen(row.state)) openByJob.set(row.job_id, openRetryOf(row));
    else if (openByJob.get(row.job_id)?.taskId === row.id) openByJob.delete(row.job_id);
    const task = presentTask(retry);
    const before = held.get(row.id);
    held.set(row.id, { retry, task });
    return before === undefined || JSON.stringify(before.task) !== JSON.stringify(task);
  }

  return {
    put(retry) {
      writes += 1;
      if (hold(retry)) changed();
    },
    remove(id) {
      writes += 1;
      if (drop(id)) changed();
    },
    async refresh(read) {
      const before = writes;
      const retries = await read();
      // A card put meanwhile is newer than the rows read.
      if (writes !== before) return;
      const ids = new Set(retries.map((retry) => retry.row.id));
      const gone = [...held.keys()].filter((id) => !ids.has(id)).filter(drop);
      const changes = retries.filter(hold);
      if (gone.length > 0 || changes.length > 0) changed();
    },
    list() {
      for (const [id, { retry }] of held) if (isOld(retry)) drop(id);
      const since = iso(clock.now() - LAST_RETRY_MS);
      for (const [job, { endedAt }] of lastByJob) if (endedAt < since) lastByJob.delete(job);
      return [...held.values()].map(({ task }) => task).sort((a, b) => (a.taskId < b.taskId ? 1 : -1));
    },
    openRetry: (jobId) => openByJob.get(jobId) ?? null,
    lastRetry: (jobId) => lastByJob.get(jobId) ?? null,
    hasOpen: () => openByJob.size > 0,
    retriedRun(id) {
      const row = held.get(id)?.retry.row;
      return (row && baselineOf(row)?.runIds[0]) ?? null;
    },
    mayBeOwnRun: ({ id, createdAt }, jobId) =>
      ownRuns.has(id) ||
      (doubts.get(jobId)?.some(({ from, until }) => createdAt >= from && createdAt <= until) ?? false),
    rememberRuns(retries) {
      for (const row of retries) learn(row);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
