import { type Board, board, isOpen, jobList } from '@retry-desk/contract';
import { queryOptions } from '@tanstack/react-query';
import { type Fresh, getFresh } from '#api/request.ts';
import { api } from '#lib/paths.ts';

const fastSeconds = 2;
const firstSeconds = 5;

/** Milliseconds to the next question: fast while a retry is open, else as often as the server reads Enterprise Manager. */
export function boardInterval(last: Pick<Board, 'pollSeconds' | 'tasks'> | undefined): number {
  if (!last) return firstSeconds * 1000;
  const slow = Math.max(1, last.pollSeconds);
  const moves = last.tasks.some((task) => isOpen(task.state));
  return (moves ? Math.min(fastSeconds, slow) : slow) * 1000;
}

/** The board with what its headers say of its age; stops in a hidden tab. */
export function boardQuery() {
  return queryOptions<Fresh<Board>>({
    queryKey: ['board'],
    queryFn: ({ signal }) => getFresh(board, api.board(), signal),
    refetchInterval: ({ state }) => boardInterval(state.data?.data),
    refetchOnWindowFocus: 'always',
  });
}

/** Jobs that are running, or all of them; the failed ones come with the board. */
export function jobsQuery(state: 'running' | 'all') {
  return queryOptions({
    queryKey: ['jobs', state],
    queryFn: ({ signal }) => getFresh(jobList, api.jobs({ state }), signal),
    refetchInterval: state === 'running' ? 5_000 : 15_000,
  });
}
