import { retryState } from '@retry-desk/contract';
import type { TaskSearch } from '#lib/paths.ts';

/** Which tasks are listed; lives in the address. `since` is a span that ends now, so that a link stays true tomorrow. */
export type TaskFilter = { state: string; by: string; job: string; since: Span | ''; cursor: string };
export type Span = 'hour' | 'day' | 'week' | 'month';

const hour = 3_600_000;
const spans: Record<Span, number> = { hour, day: 24 * hour, week: 7 * 24 * hour, month: 30 * 24 * hour };

export function isSpan(text: string | null): text is Span {
  return text !== null && Object.hasOwn(spans, text);
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads the address; what it does not know counts as not said. */
export function readTaskFilter(search: URLSearchParams): TaskFilter {
  const state = search.get('state') ?? '';
  const since = search.get('since');
  const job = search.get('job') ?? '';
  return {
    state: state === 'open' || state === 'ended' || retryState.safeParse(state).success ? state : '',
    by: (search.get('by') ?? '').slice(0, 200),
    job: guid.test(job) ? job : '',
    since: isSpan(since) ? since : '',
    cursor: search.get('cursor') ?? '',
  };
}

/** What the server is asked; a span becomes a moment, in whole minutes so that the question stays the same for one. */
export function taskQuestion(filter: TaskFilter, now: number): TaskSearch {
  const { since, state, by, job, cursor } = filter;
  const from = since === '' ? null : Math.floor((now - spans[since]) / 60_000) * 60_000;
  return {
    ...(state && { state }),
    ...(by && { by }),
    ...(job && { job }),
    ...(from !== null && { since: new Date(from).toISOString() }),
    ...(cursor && { cursor }),
  };
}

/** Whether anything narrows the list. */
export function isFiltered({ state, by, job, since }: TaskFilter): boolean {
  return [state, by, job, since].some((value) => value !== '');
}
