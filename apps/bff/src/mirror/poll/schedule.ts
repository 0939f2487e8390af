import type { Instant } from '@retry-desk/em-client';

const MINUTE = 60_000;

/** Every poll looks back so far behind what it knows already. */
export const OVERLAP_MS = 10 * MINUTE;

/**
 * Enterprise Manager collects from its backup servers every 15 minutes, later when one was away, so that runs appear long
 * after they were created. How often is looked for those of the last two hours, for those of the last 26, and for those of
 * one day of the history in turn: each of them once an hour. How often a slice of the history is read again whatever the
 * counts say, which costs the same with few jobs and with many: about 1 000 runs.
 */
export const CHECK_INTERVALS = {
  hours: MINUTE,
  day: 15 * MINUTE,
  history: (60 * MINUTE) / 31,
  slice: 5 * MINUTE,
} as const;

export type Check = keyof typeof CHECK_INTERVALS;

/** Keeps when each look is due again; the first time that is one interval after the beginning. */
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
 * From when on runs may be new to us, by Enterprise Manager's clock: the newest event it has told. Should one of its
 * servers' clocks run ahead, our own last good read keeps the mark from running ahead too.
 */
export function watermark(newestEventAt: Instant | null, lastGoodAt: number | null, now: number): Instant {
  return Math.min(newestEventAt ?? now, lastGoodAt ?? now);
}
