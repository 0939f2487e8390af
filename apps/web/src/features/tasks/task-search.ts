import { retryState } from '@retry-desk/contract';
import type { TaskSearch } from '#lib/search-params.ts';
import { isSinceSpan, type SinceSpan, spanStart } from '#lib/spans.ts';

/** Which tasks are listed; lives in the address. `since` is a span that ends now, so that a link stays true tomorrow. */
export type TaskFilter = { state: string; by: string; job: string; since: SinceSpan | ''; cursor: string };
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads the address; unknown values count as absent. */
export function readTaskFilter(search: URLSearchParams): TaskFilter {
  const state = search.get('state') ?? '';
  const since = search.get('since');
  const job = search.get('job') ?? '';
  return {
    state: state === 'open' || state === 'ended' || retryState.safeParse(state).success ? state : '',
    by: (search.get('by') ?? '').slice(0, 200),
    job: guid.test(job) ? job : '',
    since: isSinceSpan(since) ? since : '',
    cursor: search.get('cursor') ?? '',
  };
}

/** The request to the server; a span becomes a moment. */
export function taskRequest(filter: TaskFilter, now: number): TaskSearch {
  const { since, state, by, job, cursor } = filter;
  return {
    ...(state && { state }),
    ...(by && { by }),
    ...(job && { job }),
    ...(since !== '' && { since: spanStart(since, now) }),
    ...(cursor && { cursor }),
  };
}

/** Whether anything narrows the list. */
export function areTasksFiltered({ state, by, job, since }: TaskFilter): boolean {
  return [state, by, job, since].some((value) => value !== '');
}
