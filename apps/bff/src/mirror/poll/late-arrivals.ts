import type { EnterpriseManager, Instant } from '@retry-desk/em-client';
import { DAY, HOUR, hoursIn, type RunCounts } from './hourly-counts.ts';

/** Runs created at or after `from` and before `to`. */
export type Range = { from: Instant; to: Instant };

export type LateRunsDeps = {
  em: Pick<EnterpriseManager, 'runCount'>;
  counts: RunCounts;
  /** There may be runs in it that we do not know. */
  wants: (range: Range) => void;
};

/**
 * Finds runs that Enterprise Manager collected long after they were created, by counting: one small request says whether
 * an hour or a day holds more runs than were there before, and only such are read. @throws EmError
 */
export class LateRuns {
  readonly #deps: LateRunsDeps;
  #openTold = { from: Number.NaN, to: Number.NaN, told: 0 };

  #isCounted = true;

  constructor(deps: LateRunsDeps) {
    this.#deps = deps;
  }

  /** Whether Enterprise Manager tells how many runs it has. */
  get counts(): boolean {
    return this.#isCounted;
  }

  /** Looks at hours that are over; one by one where all together are not what is known. */
  async hours(from: Instant, to: Instant): Promise<void> {
    const { counts, wants } = this.#deps;
    const told = await this.#count({ from, to });
    if (told === null) return wants({ from, to });
    if (told === counts.closed(from, to)) return;
    for (const hour of hoursIn(from, to)) await this.#hour(hour);
  }

  /** Looks at what was created since the last hour ended, as far as polls do not read it anyway. */
  async openHour(from: Instant, to: Instant): Promise<void> {
    const { counts, wants } = this.#deps;
    const told = await this.#count({ from, to });
    const before = this.#openTold;
    const known = before.from === from && before.to === to ? before.told : 0;
    if (told === null || told > Math.max(known, counts.open(from, to))) wants({ from, to });
    this.#openTold = { from, to, told: told ?? 0 };
  }

  /** Looks at a day; a server that gives no counts is left to the reading of everything, slice by slice. */
  async day(day: Instant): Promise<void> {
    const { counts, wants } = this.#deps;
    const range = { from: day, to: day + DAY };
    const told = await this.#count(range);
    if (told === null) return;
    if (told > (counts.day(day) ?? told)) {
      let found = false;
      for (const hour of hoursIn(range.from, range.to)) found = (await this.#hour(hour)) || found;
      // One came where another one went.
      if (!found) wants(range);
    }
    counts.toldDay(day, told);
  }

  /** Whether the hour has to be read. Where nothing is known of it, somebody else has read it or it will be read. */
  async #hour(hour: Instant): Promise<boolean> {
    const { counts, wants } = this.#deps;
    const range = { from: hour, to: hour + HOUR };
    const known = counts.closed(range.from, range.to);
    const told = await this.#count(range);
    const grown = told === null || told > (known ?? told);
    if (told !== null) counts.toldHour(hour, told);
    if (grown) wants(range);
    return grown;
  }

  async #count({ from, to }: Range): Promise<number | null> {
    const told = await this.#deps.em.runCount({ createdSince: from, createdBefore: to });
    this.#isCounted = told !== null;
    return told;
  }
}
