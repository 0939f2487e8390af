import type { Guid, Instant } from '@retry-desk/em-client';
import type { Range } from './poll/late-arrivals.ts';

/** A range of time that has never been read, of all jobs or of these. */
export type UnreadRange = Range & { of: 'all' | ReadonlySet<Guid> };

/** How far back the runs of each job have been read: a missing value may mean *none*, or *not read yet*. */
export class HistoryRead {
  #ranges: readonly UnreadRange[] = [];
  /** New jobs whose runs are requested one by one, since when. */
  readonly #jobs = new Map<Guid, Instant>();

  /** The ranges that the backfill has not read yet. */
  set(ranges: readonly UnreadRange[]): void {
    this.#ranges = ranges;
  }

  /** A new job: its earlier runs are requested. */
  expect(jobId: Guid, now: Instant): void {
    this.#jobs.set(jobId, now);
  }

  hasRead(jobId: Guid): void {
    this.#jobs.delete(jobId);
  }

  /** Since when all runs of a job, or of all jobs, have been read; null where the whole history has. */
  since(jobId?: Guid): Instant | null {
    const ends = this.#ranges
      .filter(({ of }) => of === 'all' || jobId === undefined || of.has(jobId))
      .map(({ to }) => to);
    const expected = jobId === undefined ? undefined : this.#jobs.get(jobId);
    if (expected !== undefined) ends.push(expected);
    return ends.length === 0 ? null : Math.max(...ends);
  }
}
