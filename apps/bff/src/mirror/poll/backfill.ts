import { EmError, type EnterpriseManager, type Guid, type Instant, type Run } from '@retry-desk/em-client';
import type { UnreadRange } from '#mirror/history-read.ts';
import { RETENTION_MS } from '#mirror/inventory.ts';
import { DAY, HOUR, hourOf, type RunCounts } from './hourly-counts.ts';
import type { Range } from './late-arrivals.ts';

/** Runs requested at once, about; fewer for those that are read again only in case. */
const RUNS_PER_SLICE = 2_000;
const RUNS_READ_AGAIN = 1_000;

export type BackfillDeps = {
  em: Pick<EnterpriseManager, 'runs'>;
  counts: RunCounts;
  jobs: () => number;
  take: (runs: readonly Run[]) => Promise<void>;
};

/** `of`: whose runs these are that have never been read; absent where they are read again. */
type Requested = Range & { of?: UnreadRange['of'] };

function isUnread(range: Requested): range is UnreadRange {
  return range.of !== undefined;
}

/** Enterprise Manager answered, but these runs cannot be had: others can. */
function isOfTheseRuns(error: unknown): boolean {
  return error instanceof EmError && !error.isSilence && !error.asksToWait;
}

/**
 * Ranges of time whose runs are read, slice by slice from the youngest to the oldest. Of a slice that cannot be read all but
 * the hour that is the matter is read; that hour is tried again now and then.
 */
export class Backfill {
  readonly #deps: BackfillDeps;
  #ranges: Requested[] = [];
  /** Everything is read again in time, from here backwards. */
  #readAgainFrom = Number.NEGATIVE_INFINITY;
  #unreadable: { range: Requested; error: unknown }[] = [];
  /** The last slice could not be read, and not for its own sake. */
  #stuck = false;

  constructor(deps: BackfillDeps) {
    this.#deps = deps;
  }

  /** There are ranges that have not been read to their end. */
  get behind(): boolean {
    return this.#ranges.length > 0;
  }

  /** There is more to read, and it can be read. */
  get advances(): boolean {
    return this.behind && !this.#stuck;
  }

  /** Why some of the history is missing; null where none is. */
  get fault(): { error: unknown } | null {
    return this.#unreadable[0] ?? null;
  }

  /** The ranges that have never been read, unreadable ones included. */
  get unread(): UnreadRange[] {
    const all = [...this.#ranges, ...this.#unreadable.map(({ range }) => range)].filter(isUnread);
    // A range without an end is read up to now by the delta.
    return all.map((range) => ({ ...range, to: Math.min(range.to, range.from + RETENTION_MS + HOUR) }));
  }

  /** The range before the initial load. */
  begin(base: Instant, readBackTo: Instant): void {
    const older: Requested = { from: hourOf(base - RETENTION_MS), to: readBackTo, of: 'all' };
    this.#ranges = [older].filter(({ from, to }) => from < to);
  }

  /** Everything is read again, because runs of these jobs have never been read. */
  startOver(since: Instant, jobs: ReadonlySet<Guid>): void {
    const before = this.#ranges.filter(isUnread).map(({ of }) => of);
    const of = before.includes('all') ? 'all' : new Set([jobs, ...before].flatMap((each) => [...each]));
    this.#ranges = [{ from: hourOf(since - RETENTION_MS), to: Number.POSITIVE_INFINITY, of }];
  }

  /** A range to be read before all others. */
  request(range: Range): void {
    if (this.#ranges.some(({ from, to }) => from <= range.from && to >= range.to)) return;
    this.#ranges.unshift({ ...range });
  }

  /** One more slice of what has been read before, in turn; `turns` of them are enough for all of it. */
  readAgain(since: Instant, turns = Number.POSITIVE_INFINITY): void {
    if (this.behind) return;
    const unreadable = this.#unreadable.shift();
    if (unreadable !== undefined) this.#ranges.push(unreadable.range);
    const [oldest, youngest] = [hourOf(since - RETENTION_MS), hourOf(since)];
    const to = this.#readAgainFrom > oldest && this.#readAgainFrom < youngest ? this.#readAgainFrom : youngest;
    const sliceMs = Math.max(this.#msOf(RUNS_READ_AGAIN), Math.ceil(RETENTION_MS / turns / HOUR) * HOUR);
    const from = Math.max(oldest, to - sliceMs);
    this.#ranges.push({ from, to });
    this.#readAgainFrom = from;
  }

  /** Reads slices until this moment of `performance.now()`, at least one. @throws EmError; the rest is read later. */
  async goOn(since: Instant, until: number): Promise<void> {
    for (let range = this.#ranges[0]; range !== undefined; range = this.#ranges[0]) {
      const now = hourOf(since) + HOUR;
      const slice = { ...range, from: this.#beginOf(range, now) };
      this.#stuck = true;
      try {
        await this.#read(slice);
      } catch (error) {
        if (!isOfTheseRuns(error)) throw error;
        this.#narrow(slice, now, error);
      }
      this.#stuck = false;
      range.to = slice.from;
      this.#ranges = this.#ranges.filter(({ from, to }) => from < to);
      if (performance.now() >= until) break;
    }
  }

  /** Reads the youngest slice of a range; returns where the slice begins. @throws EmError */
  async readSlice(range: Range): Promise<Instant> {
    const from = this.#beginOf(range, range.to);
    await this.#read({ from, to: range.to });
    return from;
  }

  #beginOf({ from, to }: Range, now: Instant): Instant {
    return Math.max(from, hourOf(Math.min(to, now) - this.#msOf(RUNS_PER_SLICE)));
  }

  async #read({ from, to }: Range): Promise<void> {
    const { em, counts, take } = this.#deps;
    const runs = await em.runs({ createdSince: from, ...(Number.isFinite(to) ? { createdBefore: to } : {}) });
    counts.read(from, to, runs);
    await take(runs);
  }

  /** Both halves of what cannot be read are read next, each by itself; an hour is left for later. */
  #narrow(slice: Requested, now: Instant, error: unknown): void {
    const { from, to } = slice;
    const half = hourOf((from + Math.min(to, now)) / 2);
    if (half > from) this.#ranges.unshift({ ...slice, from: half }, { ...slice, to: half });
    else this.#unreadable.push({ range: slice, error });
  }

  /** Whole hours in which there are about so many runs, if each job runs once a day. */
  #msOf(runs: number): number {
    const hours = Math.floor((DAY * runs) / Math.max(1, this.#deps.jobs()) / HOUR);
    return Math.min(Math.max(1, hours) * HOUR, RETENTION_MS);
  }
}
