import type { Instant } from '@retry-desk/em-client';

const MINUTE = 60_000;

/** Every poll reads back this far before the newest known event. */
export const OVERLAP_MS = 10 * MINUTE;

/**
 * Enterprise Manager collects from its backup servers by a job of its own, every 15 minutes unless configured otherwise
 * (Enterprise Manager guide, "How Veeam Backup Enterprise Manager Works":
 * https://helpcenter.veeam.com/docs/backup/em/em_hiw.html), later when one was away, so that runs appear long after
 * they were created. These are the intervals of the checks for late arrivals in the last two hours, in the last 26, and
 * in one day of the history in turn: each day once an hour. A slice of the history is read again whatever the counts
 * are, which costs the same with few jobs and with many: about 1 000 runs.
 */
export const CHECK_INTERVALS = {
  hours: MINUTE,
  day: 15 * MINUTE,
  history: (60 * MINUTE) / 31,
  slice: 5 * MINUTE,
} as const;

export type Check = keyof typeof CHECK_INTERVALS;

/** When each check is due again; the first time one interval after the beginning. */
export class CheckSchedule {
  readonly #dueAt = new Map<Check, number>();

  /** Whether it is time, and if so not again before the next interval is over. `at` never goes back. */
  take(check: Check, at: number): boolean {
    const dueAt = this.#dueAt.get(check);
    const isDue = dueAt !== undefined && at >= dueAt;
    if (isDue || dueAt === undefined) this.#dueAt.set(check, at + CHECK_INTERVALS[check]);
    return isDue;
  }
}

/**
 * The moment from which runs may be new to us, by Enterprise Manager's clock: its newest event. If the clock of one of
 * its servers runs ahead, our own last good poll limits it.
 */
export function watermark(newestEventAt: Instant | null, lastGoodAt: number | null, now: number): Instant {
  return Math.min(newestEventAt ?? now, lastGoodAt ?? now);
}
