import { causeList, isOpen, task } from '@retry-desk/contract';
import { queryOptions } from '@tanstack/react-query';
import { getJson } from '#api/request.ts';
import { api } from '#lib/paths.ts';
import { jitterOf, nextPoll } from '#lib/poll-delay.ts';

/** Causes of what stands on the board now, widest first. Rows of the board bring their own cause until it is listed here. */
export function causesQuery() {
  return queryOptions({
    queryKey: ['causes'],
    queryFn: async ({ signal }) => (await getJson(causeList, api.causes(), signal)).causes,
    refetchInterval: ({ state: { dataUpdateCount, errorUpdateCount } }) =>
      nextPoll(10_000, null, jitterOf(dataUpdateCount + errorUpdateCount)),
  });
}

/** A retry that has left the board's list of the last hour. */
export function earlierTaskQuery(id: string) {
  return queryOptions({
    queryKey: ['task', id],
    queryFn: ({ signal }) => getJson(task, api.task(id), signal),
    refetchInterval: ({ state }) => (state.data && !isOpen(state.data.state) ? false : 10_000),
  });
}
