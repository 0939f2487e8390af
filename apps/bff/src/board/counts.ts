import { type Board, type Counts, isOpen, type JobRow, needsSince, type Task } from '@retry-desk/contract';
import { endOf, isGood, isOver } from '@retry-desk/em-client';
import type { Runs } from '#mirror/packed-runs.ts';
import { recoveriesByQuarter, recoveriesSince } from './quarter-hours.ts';

/** The visible part of the mirror and the desk: the board without the state of the link and the journal. */
export type BoardView = Omit<Board, 'revision' | 'takenAt' | 'pollSeconds' | 'em' | 'journal'>;

/** The view before the first read: every number is unknown, and our own retries are shown all the same. */
export function unknownView(cards: readonly Task[]): BoardView {
  return { counts: unknownCounts, servers: [], failed: [], tasks: [...cards] };
}

type Counted = {
  /** All that need somebody. */
  failed: readonly JobRow[];
  tasks: readonly Task[];
  running: number;
  /** When jobs recovered. */
  recoveries: readonly number[];
  jobs: number;
};

/** The numbers of the board. */
export function countsOf({ failed, tasks, running, recoveries, jobs }: Counted, now: number): Counts {
  const retrying = tasks.filter((task) => isOpen(task.state)).length;
  const today = startOfLocalDay(now);
  const countedSince = recoveriesSince(now);
  const isKnown = (row: JobRow) => row.acknowledged !== undefined;
  return {
    failed: failed.filter(({ state }) => state === 'failed' || state === 'unknown').length,
    retrying,
    running,
    recoveredToday: recoveries.filter((at) => at >= today).length,
    recovered: recoveriesByQuarter(recoveries.filter((at) => at >= countedSince)),
    jobs,
    attention: failed.filter((row) => !isKnown(row)).length,
    overdue: failed.filter((row) => row.overdue !== undefined).length,
    hung: failed.filter((row) => row.hung !== undefined).length,
    acknowledged: failed.filter(isKnown).length,
  };
}

const unknownCounts: Counts = {
  failed: null,
  retrying: null,
  running: null,
  recoveredToday: null,
  recovered: null,
  jobs: null,
  attention: null,
  overdue: null,
  hung: null,
  acknowledged: null,
};

/** When a job whose newest result is good came back after a failed run, by its first good run; null where it did not. */
export function recoveryOf(runs: Runs): number | null {
  let since: number | null = null;
  for (const run of runs) {
    if (!isOver(run)) continue;
    if (run.result === 'failed') return since;
    if (!isGood(run)) return null;
    since = Math.min(since ?? endOf(run), endOf(run));
  }
  return null;
}

/** "Today" begins at midnight of the server's own time zone (`TZ`). */
export function startOfLocalDay(now: number): number {
  return new Date(now).setHours(0, 0, 0, 0);
}

/** Jobs may share a name: the id makes the order unique. */
export function newestTroubleFirst(a: JobRow, b: JobRow): number {
  const failedA = needsSince(a) ?? '';
  const failedB = needsSince(b) ?? '';
  if (failedA !== failedB) return failedA < failedB ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}
