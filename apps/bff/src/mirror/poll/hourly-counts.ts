import type { Guid, Instant, Run } from '@retry-desk/em-client';
import { detached } from '#mirror/string-pool.ts';

export const HOUR = 60 * 60_000;
export const DAY = 24 * HOUR;

export function hourOf(moment: Instant): Instant {
  return Math.floor(moment / HOUR) * HOUR;
}

export function dayOf(moment: Instant): Instant {
  return Math.floor(moment / DAY) * DAY;
}

/** Begins of the hours of a range that begins and ends with an hour. */
export function hoursIn(from: Instant, to: Instant): Instant[] {
  return Array.from({ length: Math.max(0, Math.round((to - from) / HOUR)) }, (_, at) => from + at * HOUR);
}

/**
 * How many runs Enterprise Manager has in each hour and day, by their creation on its own clock: counted by us or by
 * Enterprise Manager. Runs of deleted jobs count as well. A later, larger count means a late arrival.
 */
export class RunCounts {
  readonly #hours = new Map<Instant, number>();
  readonly #days = new Map<Instant, number>();
  /** Of the hours that are not over yet, which are about one or two: run by run, because every poll sees some of them. */
  readonly #open = new Map<Guid, Instant>();
  #openFrom = Number.POSITIVE_INFINITY;

  /** Every poll sees the runs created from this hour on. */
  get openFrom(): Instant {
    return this.#openFrom;
  }

  /**
   * Every run created from this hour on will be seen. Runs created between the last open hour and this one are unknown.
   */
  openAt(hour: Instant): void {
    this.#openFrom = hour;
    this.#open.clear();
  }

  saw(runs: readonly Run[]): void {
    for (const { id, createdAt } of runs) {
      if (createdAt >= this.#openFrom && !this.#open.has(id)) this.#open.set(detached(id), createdAt);
    }
  }

  /** Hours that ended before this moment are over: the runs seen in them are counted. */
  closeUntil(moment: Instant): void {
    const until = hourOf(moment);
    if (until <= this.#openFrom || !Number.isFinite(this.#openFrom)) return;
    for (const hour of hoursIn(this.#openFrom, until)) this.#hours.set(hour, 0);
    for (const [id, createdAt] of this.#open) {
      if (createdAt >= until) continue;
      this.#hours.set(hourOf(createdAt), (this.#hours.get(hourOf(createdAt)) ?? 0) + 1);
      this.#open.delete(id);
    }
    this.#openFrom = until;
  }

  /**
   * All runs of whole hours have been read. The known count of an hour stays: Enterprise Manager may count runs that we
   * leave out.
   */
  read(from: Instant, to: Instant, runs: readonly Run[]): void {
    const fresh = new Map<Instant, number>();
    for (const hour of hoursIn(from, Math.min(to, this.#openFrom))) if (!this.#hours.has(hour)) fresh.set(hour, 0);
    for (const { createdAt } of runs) {
      const count = fresh.get(hourOf(createdAt));
      if (count !== undefined) fresh.set(hourOf(createdAt), count + 1);
    }
    for (const [hour, count] of fresh) this.#hours.set(hour, count);
  }

  /** Runs created in the hours from one to the other; undefined where one of them is not known. */
  closed(from: Instant, to: Instant): number | undefined {
    let sum = 0;
    for (const hour of hoursIn(from, to)) sum += this.#hours.get(hour) ?? Number.NaN;
    return Number.isNaN(sum) ? undefined : sum;
  }

  /** Runs seen of the hours that are not over. */
  open(from: Instant, to: Instant): number {
    let sum = 0;
    for (const createdAt of this.#open.values()) if (createdAt >= from && createdAt < to) sum += 1;
    return sum;
  }

  countedHour(hour: Instant, count: number): void {
    const day = this.#days.get(dayOf(hour));
    if (day !== undefined) this.#days.set(dayOf(hour), day + count - (this.#hours.get(hour) ?? count));
    this.#hours.set(hour, count);
  }

  /** Not always the sum of its hours: after a deletion of runs, a day does not show in which hour they were. */
  day(day: Instant): number | undefined {
    return this.#days.get(day) ?? this.closed(day, day + DAY);
  }

  countedDay(day: Instant, count: number): void {
    this.#days.set(day, count);
  }

  forgetBefore(oldest: Instant): void {
    for (const counts of [this.#hours, this.#days]) {
      for (const begin of counts.keys()) if (begin < dayOf(oldest)) counts.delete(begin);
    }
  }
}
