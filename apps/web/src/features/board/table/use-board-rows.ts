import type { Board, JobRow, Task } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo } from 'react';
import { type BoardFilter, isOnBoard, matchingRows, readSort, sortedRows, writeSort } from '../board-search.ts';
import { jobsQuery } from '../queries.ts';
import { withOpenRetries } from '../tasks/task-list.ts';
import { triedAt } from './last-fate.ts';
import { useHold } from './use-hold.ts';

/** The rows of the board in this state. */
function inState(failed: readonly JobRow[], state: BoardFilter['state']): readonly JobRow[] {
  if (state === 'attention') return failed;
  if (state === 'overdue') return failed.filter(({ overdue }) => overdue !== undefined);
  if (state === 'hung') return failed.filter(({ hung }) => hung !== undefined);
  return failed.filter((job) => job.state === 'failed' || job.state === 'unknown');
}

/** The jobs a state filter requests: those that need attention are on the board, the others are requested apart. */
function useJobs(board: Board, state: BoardFilter['state']) {
  const other = useQuery({ ...jobsQuery(state === 'all' ? 'all' : 'running'), enabled: !isOnBoard(state) });
  const { failed } = board;
  const onBoard = useMemo(() => inState(failed, state), [failed, state]);
  if (isOnBoard(state)) return { jobs: onBoard, error: null };
  return { jobs: other.data?.data.jobs ?? null, error: other.error };
}

type Retries = { ahead: readonly Task[]; newest: ReadonlyMap<string, Task> };

/** The rows that a filter lets through, in its order, and held where they are while a hand is over them. */
export function useBoardRows(board: Board, filter: BoardFilter, { ahead, newest }: Retries, today: number) {
  const { jobs: read, error } = useJobs(board, filter.state);
  const jobs = useMemo(() => withOpenRetries(read ?? [], ahead), [read, ahead]);
  const deferred = useDeferredValue(filter);
  // As text: each reading of the address makes another object of the same order.
  const order = writeSort(deferred.sort);
  const sorted = useMemo(() => sortedRows(jobs, readSort(order)), [jobs, order]);
  const matching = useMemo(
    () => matchingRows(sorted, deferred, (job) => (triedAt(job, newest.get(job.id)) ?? 0) >= today),
    [sorted, deferred, newest, today],
  );
  const hold = useHold(matching, JSON.stringify(deferred));
  return { isRead: read !== null, error, jobs, deferred, matching: matching.length, hold };
}
