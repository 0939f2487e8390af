import { type Board, type EmHealth, isStale } from '@retry-desk/contract';

/**
 * Why what is shown may not be true any more. `silent`: our own server did not answer the last question. `unread`: nothing has
 * been read since it started. `old`: it answers, and what it reports is old.
 */
export type StaleKind = 'silent' | 'unread' | 'em-down' | 'em-degraded' | 'old' | 'no-run';

/** `since` in milliseconds; `isOld`: whatever the reason is, the numbers have not been renewed for too long. */
export type Staleness = { kind: StaleKind; isOld: boolean; since: number | null; message: string | null };

/** The newest board, as far as it matters here. */
export type Seen = {
  data: Pick<Board, 'takenAt' | 'pollSeconds' | 'em'>;
  freshness: { takenAt: string | null; emState: EmHealth['state'] | null };
};

/**
 * Null while the data is fresh, and Enterprise Manager reports runs as usual. The one judgement of header, banner, title,
 * favicon and buttons; `silent`: our own server did not answer the last question.
 */
export function staleness({ data, freshness }: Seen, silent: boolean, now: number): Staleness | null {
  const { em, pollSeconds } = data;
  const takenAt = Date.parse(freshness.takenAt ?? data.takenAt);
  const isOld = isStale(now - takenAt, pollSeconds);
  const state = freshness.emState ?? em.state;
  if (silent) return { kind: 'silent', isOld, since: null, message: null };
  if (em.lastGoodAt === null) return { kind: 'unread', isOld, since: null, message: em.message };
  if (state !== 'ok') return { kind: `em-${state}`, isOld, since: Date.parse(em.since), message: em.message };
  if (isOld) return { kind: 'old', isOld, since: takenAt, message: null };
  return em.silentSince === undefined
    ? null
    : { kind: 'no-run', isOld, since: Date.parse(em.silentSince), message: null };
}

/** Whether the numbers of the newest board may still be shown, in title and favicon too. */
export function hasTrueNumbers(stale: Staleness | null): boolean {
  return stale === null || (!stale.isOld && (stale.kind === 'em-degraded' || stale.kind === 'no-run'));
}

/** Whether our own server reports what is so now: it answers, however Enterprise Manager is. */
export function isCurrent(stale: Staleness | null): boolean {
  if (stale === null || stale.kind === 'em-down' || stale.kind === 'unread') return true;
  return !stale.isOld && stale.kind !== 'silent';
}

/** Whether Enterprise Manager would not respond to a request now. */
export function isEmAway(stale: Staleness | null): boolean {
  return stale !== null && (stale.kind === 'em-down' || (stale.kind === 'em-degraded' && stale.isOld));
}
