import type { EnterpriseManager, Instant, Run } from '@retry-desk/em-client';
import { HISTORY_MS } from './estate.ts';
import type { Range } from './late-runs.ts';
import { DAY, HOUR, hourOf, type RunCounts } from './run-counts.ts';

/** Runs asked for at once, about; those that are read again only in case are fewer. */
const RUNS_PER_SLICE = 2_000;
const RUNS_READ_AGAIN = 1_000;

export type HistoryDeps = {
  em: Pick<EnterpriseManager, 'runs'>;
  counts: RunCounts;
  jobs: () => number;
  take: (runs: readonly Run[]) => Promise<void>;
};

/** Ranges of time whose runs are read, slice by slice from the youngest to the oldest. */
export class History {
  readonly #deps: HistoryDeps;
  #ranges: Range[] = [];
  /** Everything is read again in time, from here backwards. */
  #readAgainFrom = Number.NEGATIVE_INFINITY;

  constructor(deps: HistoryDeps) {
    this.#deps = deps;
  }

  /** There are ranges that have not been read to their end. */
  get behind(): boolean {
    return this.#ranges.length > 0;
  }

  /** What is older than the first board needed. */
  begin(base: Instant, readBackTo: Instant): void {
    this.#ranges = [{ from: hourOf(base - HISTORY_MS), to: readBackTo }].filter(({ from, to }) => from < to);
  }

  startOver(since: Instant): void {
    this.#ranges = [{ from: hourOf(since - HISTORY_MS), to: Number.POSITIVE_INFINITY }];
  }

  /** A range to be read before all others. */
  want(range: Range): void {
    if (this.#ranges.some(({ from, to }) => from <= range.from && to >= range.to)) return;
    this.#ranges.unshift({ ...range });
  }

  /** One more slice of what has been read before, in turn; `turns` of them are enough for all of it. */
  readAgain(since: Instant, turns = Number.POSITIVE_INFINITY): void {
    if (this.behind) return;
    const [oldest, youngest] = [hourOf(since - HISTORY_MS), hourOf(since)];
    const to = this.#readAgainFrom > oldest && this.#readAgainFrom < youngest ? this.#readAgainFrom : youngest;
    const sliceMs = Math.max(this.#msOf(RUNS_READ_AGAIN), Math.ceil(HISTORY_MS / turns / HOUR) * HOUR);
    const from = Math.max(oldest, to - sliceMs);
    this.#ranges.push({ from, to });
    this.#readAgainFrom = from;
  }

  /** Reads slices until this moment of `performance.now()`, one at least. @throws EmError; what is left is read later. */
  async goOn(since: Instant, until: number): Promise<void> {
    for (let range = this.#ranges[0]; range !== undefined; range = this.#ranges[0]) {
      range.to = await this.readSlice(range, hourOf(since) + HOUR);
      this.#ranges = this.#ranges.filter(({ from, to }) => from < to);
      if (performance.now() >= until) break;
    }
  }

  /** Reads the youngest slice of a range, which may be open towards `now`; returns where the slice begins. @throws EmError */
  async readSlice({ from: oldest, to }: Range, now: Instant = to): Promise<Instant> {
    const { em, counts, take } = this.#deps;
    const from = Math.max(oldest, hourOf(Math.min(to, now) - this.#msOf(RUNS_PER_SLICE)));
    const runs = await em.runs({ createdSince: from, ...(Number.isFinite(to) ? { createdBefore: to } : {}) });
    counts.read(from, to, runs);
    await take(runs);
    return from;
  }

  /** Whole hours in which there are about so many runs, if each job runs once a day. */
  #msOf(runs: number): number {
    const hours = Math.floor((DAY * runs) / Math.max(1, this.#deps.jobs()) / HOUR);
    return Math.min(Math.max(1, hours) * HOUR, HISTORY_MS);
  }
}
