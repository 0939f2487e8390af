import type { OpenRetry, Task } from '@retry-desk/contract';
import { isOpen } from '@retry-desk/contract';
import { openRetryOf, presentTask } from './present.ts';
import type { Retry } from './retry.ts';

/** How long an ended retry stays among the live cards. */
export const CARD_AGE_MS = 60 * 60_000;

/** Open and lately ended retries in memory, so that a poll of the board costs no query. */
export type Cards = {
  put(retry: Retry): void;
  remove(id: string): void;
  /** Makes the memory equal to what the journal holds, unless something was put while it was being read. */
  refresh(read: () => Promise<readonly Retry[]>): Promise<void>;
  list(): Task[];
  openRetry(jobId: string): OpenRetry | null;
  hasOpen(): boolean;
  /** Whether a run was begun by a retry of ours. */
  isOwnRun(runId: string): boolean;
  /** Runs of retries that ended before this process began. */
  rememberRuns(runIds: readonly string[]): void;
  onChange(listener: () => void): () => void;
};

export function createCards(clock: { now(): number }): Cards {
  const held = new Map<string, { retry: Retry; task: Task }>();
  const openByJob = new Map<string, OpenRetry>();
  const listeners = new Set<() => void>();
  const ownRuns = new Set<string>();
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
  /** Whether this showed anything new. */
  function hold(retry: Retry): boolean {
    const { row } = retry;
    const earlier = held.get(row.id)?.retry.row.run_id ?? null;
    if (earlier !== null && earlier !== row.run_id) ownRuns.delete(earlier);
    if (row.run_id !== null) ownRuns.add(row.run_id);
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
      // What was put meanwhile is younger than what was read.
      if (writes !== before) return;
      const ids = new Set(retries.map((retry) => retry.row.id));
      const gone = [...held.keys()].filter((id) => !ids.has(id)).filter(drop);
      const news = retries.filter(hold);
      if (gone.length > 0 || news.length > 0) changed();
    },
    list() {
      for (const [id, { retry }] of held) if (isOld(retry)) drop(id);
      return [...held.values()].map(({ task }) => task).sort((a, b) => (a.taskId < b.taskId ? 1 : -1));
    },
    openRetry: (jobId) => openByJob.get(jobId) ?? null,
    hasOpen: () => openByJob.size > 0,
    isOwnRun: (runId) => ownRuns.has(runId),
    rememberRuns(runIds) {
      for (const id of runIds) ownRuns.add(id);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
