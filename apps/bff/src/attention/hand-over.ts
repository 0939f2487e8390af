import type { HandOver, JobRow, TrendDay } from '@retry-desk/contract';
import { endOf, type Guid, type Instant, isGood, isOver } from '@retry-desk/em-client';
import { TimeSlice } from '#in-chunks.ts';
import { iso } from '#iso.ts';
import type { MayBeOwnRun } from '#mirror/job-state.ts';
import type { Runs } from '#mirror/packed-runs.ts';
import type { ZoneDays } from './zone-days.ts';

/** So many jobs that repaired themselves are listed. */
export const MOST_REPAIRED = 500;
/** So many failed runs in a row are handed over to the backup administrators. */
export const HAND_OVER_STREAK = 3;
/** So long everybody else waits for a hand-over, in milliseconds. */
const SLICE_MS = 5;

type Repaired = HandOver['repaired'][number];

/** The results of runs since a moment, and on each of the days. */
export type RunHistory = { failed: HandOver['failed']; repaired: Repaired[]; trend: Omit<TrendDay, 'retried'>[] };

type HistorySource = {
  jobs: readonly { id: Guid; name: string }[];
  runsOf: (jobId: Guid) => Runs;
  mayBeOwnRun: MayBeOwnRun;
  since: Instant;
  days: ZoneDays;
  /** Since when all runs have been read; null where the whole history has. */
  readSince: Instant | null;
};

/** Goes through the runs of all jobs, in slices. */
export async function historyOf({
  jobs,
  runsOf,
  mayBeOwnRun,
  since,
  days,
  readSince,
}: HistorySource): Promise<RunHistory> {
  const failed = { jobs: 0, runs: 0 };
  const repaired: Repaired[] = [];
  const trend = days.names.map((day) => ({ day, failed: 0, recovered: 0 }));
  const slice = new TimeSlice(SLICE_MS);
  for (const { id, name } of jobs) {
    if (slice.isOver()) await slice.next();
    const ends = endsOf(runsOf(id));
    const failedLately = ends.filter(({ at, hasFailed }) => hasFailed && at >= since);
    failed.runs += failedLately.length;
    if (failedLately.length > 0) failed.jobs += 1;
    for (const { failedAt, goodAt, run } of recoveriesOf(ends))
      if (goodAt >= since && failedAt >= since && !mayBeOwnRun(run, id))
        repaired.push({ jobId: id, jobName: name, failedAt: iso(failedAt), goodAt: iso(goodAt) });
    countDays(trend, ends, days);
  }
  const read = (place: number) => readSince === null || (days.starts[place] ?? 0) >= readSince;
  return {
    failed,
    repaired: repaired.sort((a, b) => (a.goodAt < b.goodAt ? 1 : -1)),
    trend: trend.map((day, place) => (read(place) ? day : { day: day.day, failed: null, recovered: null })),
  };
}

type RunEnd = { at: Instant; hasFailed: boolean; isGood: boolean; run: { id: Guid; createdAt: Instant } };

/** Runs that are over, oldest first. */
function endsOf(runs: Runs): RunEnd[] {
  const ends: RunEnd[] = [];
  for (const run of runs)
    if (isOver(run)) ends.push({ at: endOf(run), hasFailed: run.result === 'failed', isGood: isGood(run), run });
  return ends.reverse();
}

/** The first good run after each row of failed ones. */
function recoveriesOf(ends: readonly RunEnd[]) {
  const recoveries: { failedAt: Instant; goodAt: Instant; run: RunEnd['run'] }[] = [];
  let failedAt: Instant | null = null;
  for (const { at, hasFailed, isGood: good, run } of ends) {
    if (hasFailed) failedAt ??= at;
    if (!good || failedAt === null) continue;
    recoveries.push({ failedAt, goodAt: at, run });
    failedAt = null;
  }
  return recoveries;
}

function countDays(trend: { failed: number; recovered: number }[], ends: readonly RunEnd[], days: ZoneDays): void {
  const placesOf = (moments: readonly Instant[]) => new Set(moments.map((at) => days.placeOf(at)));
  const failedOn = placesOf(ends.filter(({ hasFailed }) => hasFailed).map(({ at }) => at));
  const recoveredOn = placesOf(recoveriesOf(ends).map(({ goodAt }) => goodAt));
  for (const [place, day] of trend.entries()) {
    if (failedOn.has(place)) day.failed += 1;
    if (recoveredOn.has(place)) day.recovered += 1;
  }
}

/** Three failed runs in a row and more first, then the longest without care; acknowledged ones last. */
export function inHandOverOrder(rows: readonly JobRow[]): JobRow[] {
  const rank = (row: JobRow) => (row.acknowledged !== undefined ? 2 : row.streak >= HAND_OVER_STREAK ? 0 : 1);
  return rows.toSorted((a, b) => rank(a) - rank(b) || b.streak - a.streak || (a.name < b.name ? -1 : 1));
}
