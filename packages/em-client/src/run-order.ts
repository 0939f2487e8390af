import type { Instant, Run } from './records.ts';

/** The members that decide where a run stands among the others of its job. */
export type OrderedRun = Pick<Run, 'id' | 'createdAt' | 'endedAt' | 'state' | 'result' | 'isRetry'>;

/** A run dated further ahead than this has its date from a clock that is wrong. */
export const AHEAD_MS = 60 * 60_000;

/**
 * Whether the run has ended; its result may still be a word we do not know. Its State decides, whatever its end is; where
 * that is a word we do not know, an end or a result does.
 */
export function isOver({ state, endedAt, result }: Pick<OrderedRun, 'state' | 'endedAt' | 'result'>): boolean {
  if (state !== 'unknown') return state === 'stopped';
  return endedAt !== null || (result !== 'none' && result !== 'unknown');
}

export function isGood({ result }: Pick<OrderedRun, 'result'>): boolean {
  return result === 'success' || result === 'warning';
}

/** When the run came to its end, as far as Enterprise Manager reports it. */
export function endOf({ createdAt, endedAt }: Pick<OrderedRun, 'createdAt' | 'endedAt'>): Instant {
  return endedAt ?? createdAt;
}

/** Whether a moment that Enterprise Manager names cannot be true yet. */
export function isNotYet(moment: Instant, now: Instant): boolean {
  return moment > now + AHEAD_MS;
}

/** Whether the run's date cannot be true yet. */
export function isAhead({ createdAt }: Pick<OrderedRun, 'createdAt'>, now: Instant): boolean {
  return isNotYet(createdAt, now);
}

/** An end in the future is none, unless the beginning has its date from the same wrong clock. */
export function endAsOf(createdAt: Instant | null, endedAt: Instant | null, now: Instant): Instant | null {
  const tooLate = endedAt !== null && isNotYet(endedAt, now);
  return tooLate && (createdAt === null || !isNotYet(createdAt, now)) ? null : endedAt;
}

type Ended = { readonly endedAt: Instant | null };

/** When a machine's part of a run came to its end: with its run at the latest; null for an end that cannot be true yet. */
export function machineEndOf(run: Ended, { endedAt }: Ended, now: Instant): Instant | null {
  const ends = [endedAt, run.endedAt].filter((end) => end !== null);
  const end = ends.length === 0 ? null : Math.min(...ends);
  return end === null || isNotYet(end, now) ? null : end;
}

/** Compares by the dates alone, newest first. An attempt that began in the same moment as its first run is the newer one. */
export function byDate(a: OrderedRun, b: OrderedRun): number {
  if (a.id === b.id) return 0;
  return (
    b.createdAt - a.createdAt || Number(b.isRetry) - Number(a.isRetry) || endOf(b) - endOf(a) || (a.id < b.id ? 1 : -1)
  );
}

/**
 * How many runs at the head of a list sorted by date go behind the others: those of a wrong clock, where they would
 * hide a run that is not good, also where they go on. When they really ran is unknown, so the worse result stays in sight.
 */
export function misplacedHead<R extends OrderedRun>(
  sorted: { readonly length: number; at(place: number): R | undefined },
  now: Instant,
): number {
  const head = sorted.at(0);
  if (head === undefined || !isAhead(head, now)) return 0;
  for (let place = 1; place < sorted.length; place += 1) {
    const run = sorted.at(place);
    if (run === undefined || isAhead(run, now)) continue;
    return isOver(run) && isGood(run) ? 0 : place;
  }
  return 0;
}

/** The one order of the runs of a job, newest first, by Enterprise Manager's clock as it is `now`. */
export function newestFirst<R extends OrderedRun>(runs: readonly R[], now: Instant): R[] {
  const sorted = [...runs].sort(byDate);
  const behind = misplacedHead(sorted, now);
  return [...sorted.slice(behind), ...sorted.slice(0, behind)];
}
