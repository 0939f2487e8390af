import type { EnterpriseManager, Instant } from '@retry-desk/em-client';
import { DAY, HOUR, hoursIn, type RunCounts } from './hourly-counts.ts';

/** Runs created at or after `from` and before `to`. */
export type Range = { from: Instant; to: Instant };

export type LateArrivalsDeps = {
  em: Pick<EnterpriseManager, 'runCount'>;
  counts: RunCounts;
  /** There may be runs in it that we do not know. */
  onMissing: (range: Range) => void;
};

/**
 * Finds runs that Enterprise Manager collected long after they were created, by counting: one small request shows
 * whether an hour or a day holds more runs than before, and only such are read.
 * @throws EmError
 */
export class LateArrivals {
  readonly #deps: LateArrivalsDeps;
  #lastOpen = { from: Number.NaN, to: Number.NaN, count: 0 };

  #isCounted = true;

  constructor(deps: LateArrivalsDeps) {
    this.#deps = deps;
  }

  /** Whether Enterprise Manager gives counts of runs. */
  get counts(): boolean {
    return this.#isCounted;
  }

  /** Checks hours that are over; one by one where their total differs from ours. */
  async hours(from: Instant, to: Instant): Promise<void> {
    const { counts, onMissing } = this.#deps;
    const count = await this.#count({ from, to });
    if (count === null) return onMissing({ from, to });
    if (count === counts.closed(from, to)) return;
    for (const hour of hoursIn(from, to)) await this.#hour(hour);
  }

  /** Checks the runs created since the last full hour, as far as polls do not read them anyway. */
  async openHour(from: Instant, to: Instant): Promise<void> {
    const { counts, onMissing } = this.#deps;
    const count = await this.#count({ from, to });
    const before = this.#lastOpen;
    const known = before.from === from && before.to === to ? before.count : 0;
    if (count === null || count > Math.max(known, counts.open(from, to))) onMissing({ from, to });
    this.#lastOpen = { from, to, count: count ?? 0 };
  }

  /** Checks a day; without counts the slices of the backfill have to find its late arrivals. */
  async day(day: Instant): Promise<void> {
    const { counts, onMissing } = this.#deps;
    const range = { from: day, to: day + DAY };
    const count = await this.#count(range);
    if (count === null) return;
    if (count > (counts.day(day) ?? count)) {
      let found = false;
      for (const hour of hoursIn(range.from, range.to)) found = (await this.#hour(hour)) || found;
      // One came where another one went.
      if (!found) onMissing(range);
    }
    counts.countedDay(day, count);
  }

  /** Whether the hour has to be read. Where nothing is known of it, somebody else has read it or it will be read. */
  async #hour(hour: Instant): Promise<boolean> {
    const { counts, onMissing } = this.#deps;
    const range = { from: hour, to: hour + HOUR };
    const known = counts.closed(range.from, range.to);
    const count = await this.#count(range);
    const grown = count === null || count > (known ?? count);
    if (count !== null) counts.countedHour(hour, count);
    if (grown) onMissing(range);
    return grown;
  }

  async #count({ from, to }: Range): Promise<number | null> {
    const count = await this.#deps.em.runCount({ createdSince: from, createdBefore: to });
    this.#isCounted = count !== null;
    return count;
  }
}
