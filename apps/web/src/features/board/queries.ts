import { type Board, isOpen, type JobList } from '@retry-desk/contract';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { getBoard, getJobs } from '#api/long-lists.ts';
import type { Fresh, Freshness } from '#api/request.ts';
import { jitterOf, nextPoll } from '#lib/poll-delay.ts';
import { shareBoard, shareJobs } from './share.ts';

/** Half of what the server takes between two checks of an open retry, so that little is added to it. */
const fastSeconds = 1;
const firstSeconds = 5;

type Paced = { data: Pick<Board, 'pollSeconds' | 'tasks'>; freshness: Pick<Freshness, 'pollAfter'> };

/**
 * Milliseconds to the next poll: when the server announced, else fast while a retry is open, else as often as the server
 * reads Enterprise Manager; spread by `chance`, from 0 to 1.
 */
export function boardInterval(last: Paced | undefined, chance: number): number {
  if (!last) return nextPoll(firstSeconds * 1000, null, chance);
  const slow = Math.max(1, last.data.pollSeconds);
  const moves = last.data.tasks.some((task) => isOpen(task.state));
  return nextPoll((moves ? Math.min(fastSeconds, slow) : slow) * 1000, last.freshness.pollAfter ?? null, chance);
}

/** The board with its age from its headers; stops in a hidden tab. */
export function boardQuery() {
  return queryOptions<Fresh<Board>>({
    queryKey: ['board'],
    queryFn: ({ signal }) => getBoard(signal),
    refetchInterval: ({ state }) => boardInterval(state.data, jitterOf(state.dataUpdateCount + state.errorUpdateCount)),
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: 'always',
    // The library types both as what it keeps.
    structuralSharing: (before, after) => shareBoard(before as Fresh<Board> | undefined, after as Fresh<Board>),
  });
}

/** Requests the board quickly while a retry is open that is not on it yet. */
export function useQuickBoard(quick: boolean): void {
  useQuery({
    ...boardQuery(),
    refetchInterval: quick && fastSeconds * 1000,
    refetchOnMount: false,
    notifyOnChangeProps: [],
  });
}

/** Jobs that are running, or all of them; the failed ones come with the board. */
export function jobsQuery(state: 'running' | 'all') {
  return queryOptions<Fresh<JobList>>({
    queryKey: ['jobs', state],
    queryFn: ({ signal }) => getJobs(state, signal),
    refetchInterval: ({ state: { dataUpdateCount, errorUpdateCount } }) =>
      nextPoll(state === 'running' ? 5_000 : 15_000, null, jitterOf(dataUpdateCount + errorUpdateCount)),
    // The library types both as what it keeps.
    structuralSharing: (before, after) => shareJobs(before as Fresh<JobList> | undefined, after as Fresh<JobList>),
  });
}
