import { type AgentJob, endOf, type Instant, isGood, isOver } from '@retry-desk/em-client';
import type { Runs } from '../packed-runs.ts';
import type { RunRecord } from '../run-record.ts';
import { lastStartBefore, usualGapOf } from './schedule-starts.ts';
import { hasNear, type Rhythm, rhythmOf } from './usual-starts.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const LEAST_GRACE = 2 * HOUR;
/** A schedule starts its job a little early where the clocks of two machines differ. */
const EARLY = 10 * 60_000;
/** A change of the clock and a queue move a start so far. */
const FOLLOWS_WITHIN = 2.5 * HOUR;
/** A job that is listed for so long and has never run is reported. */
const NEVER_RAN_AFTER = DAY;
const HUNG_AT_LEAST = 6 * HOUR;
const HUNG_WITHOUT_GOOD_RUN = 12 * HOUR;
const HUNG_FACTOR = 3;

export type LateSource = {
  job: AgentJob;
  runs: Runs;
  /** Whether a run was, or may have been, begun by a retry of ours. */
  isOwnRun: (run: RunRecord) => boolean;
  /** Since when the job is known, and since when its schedule is as it is now. */
  seen: { firstSeenAt: Instant; scheduleSince: Instant };
  /** Since when all runs are known. */
  knownSince: Instant;
  /** Up to when Enterprise Manager is known to have collected from the job's backup server. */
  collectedUntil: Instant;
};

/** A job that did not start when it should have. */
type Late = {
  kind: 'overdue';
  expectedAt: Instant | null;
  basis: 'next-run' | 'schedule' | 'rhythm';
  neverRan: boolean;
};

/** A run in progress far longer than the job's runs take. */
type Hanging = { kind: 'hung'; since: Instant; longestMs: number | null };

export type LateVerdict = {
  found: Late | Hanging | null;
  /** From when on it may be otherwise although nothing new is read. */
  again: Instant;
  /** Since when a collection from the backup server would decide; null where nothing hangs on one. */
  undecidedSince: Instant | null;
};

const NOTHING: LateVerdict = { found: null, again: Number.POSITIVE_INFINITY, undecidedSince: null };

/**
 * Whether a job is overdue, has never run, or hangs. Enterprise Manager's NextRun counts first: in the past by more than the grace
 * and no run since. Else the schedule, else the rhythm of the runs name the last start; where neither does, nothing is
 * claimed. What Enterprise Manager has not collected was not missed.
 */
export function lateOrHung(source: LateSource, now: Instant): LateVerdict {
  const newest = source.runs.at(0);
  if (newest !== undefined && !isOver(newest)) return hungOf(newest, source.runs, now);
  const { job } = source;
  if (job.scheduleEnabled === false || job.scheduleConfigured === false) return NOTHING;
  return newest === undefined ? neverRanOf(source, now) : overdueOf(source, newest, now);
}

function hungOf(newest: RunRecord, runs: Runs, now: Instant): LateVerdict {
  let longestMs: number | null = null;
  for (const run of runs)
    if (isOver(run) && isGood(run)) longestMs = Math.max(longestMs ?? 0, endOf(run) - run.createdAt);
  const limit = longestMs === null ? HUNG_WITHOUT_GOOD_RUN : Math.max(HUNG_AT_LEAST, HUNG_FACTOR * longestMs);
  const at = newest.createdAt + limit;
  if (now < at) return { ...NOTHING, again: at };
  return { ...NOTHING, found: { kind: 'hung', since: newest.createdAt, longestMs } };
}

/** A start that was expected, on what ground, and after which time without a run it was missed. */
type Expected = { at: Instant; basis: Late['basis']; grace: number };

function overdueOf(source: LateSource, newest: RunRecord, now: Instant): LateVerdict {
  const { job, collectedUntil } = source;
  const rhythm = rhythmOf(startsOf(source), source.knownSince);
  const usualGap = (job.schedule && usualGapOf(job.schedule)) ?? rhythm?.usualGap ?? null;
  const grace = Math.max(LEAST_GRACE, (usualGap ?? 0) / 4);
  const missed = expectedStart(source, newest, rhythm, { now, grace });
  const again = nextChange(source, rhythm, { now, grace });
  if (missed === null) return { ...NOTHING, again };
  const due = missed.at + missed.grace;
  const decidable = missed.at + missed.grace / 2;
  if (now >= decidable && collectedUntil < decidable)
    return { ...NOTHING, again: Math.max(due, now), undecidedSince: decidable };
  if (now < due) return { ...NOTHING, again: now < decidable ? decidable : due };
  const { at: expectedAt, basis } = missed;
  return { found: { kind: 'overdue', expectedAt, basis, neverRan: false }, again, undecidedSince: null };
}

/** The start that should have come after the newest run; null where none should, or none is known. */
function expectedStart(
  source: LateSource,
  newest: RunRecord,
  rhythm: Rhythm | null,
  { now, grace }: { now: Instant; grace: number },
): Expected | null {
  const { job, seen } = source;
  const { nextRunAt, schedule } = job;
  if (nextRunAt !== null && nextRunAt <= now)
    return newest.createdAt >= nextRunAt - EARLY ? null : { at: nextRunAt, basis: 'next-run', grace };
  const isPromised = nextRunAt !== null;
  const wasChanged = seen.scheduleSince > seen.firstSeenAt;
  /** A schedule that was another one, or off, at that time expected nothing. */
  const stood = (at: Instant) => (isPromised || wasChanged ? seen.scheduleSince <= at : true);
  const last = schedule && lastStartBefore(schedule, now, nextRunAt);
  if (schedule !== null && last !== null) {
    // On the other side of a change of the clock it may have been an hour earlier.
    const isMissed = (at: Instant) => newest.createdAt < at - EARLY - HOUR && stood(at);
    if (!isMissed(last)) return null;
    // The first of several: a job that goes on missing starts stays overdue since then.
    let first = last;
    for (let at = lastStartBefore(schedule, first - 1, nextRunAt); at !== null && isMissed(at); ) {
      first = at;
      at = lastStartBefore(schedule, first - 1, nextRunAt);
    }
    return isFollowed(source, first) ? { at: first, basis: 'schedule', grace } : null;
  }
  if (schedule !== null && usualGapOf(schedule) === null) return null;
  const missed = rhythm?.expected.find((at) => at <= now && stood(at));
  return missed === undefined || rhythm === null
    ? null
    : { at: missed, basis: 'rhythm', grace: grace + rhythm.tolerance };
}

/**
 * Whether each start that the schedule had before that one led to a run, as far as that is known. A laptop that is away now and
 * then follows its schedule when it can: nothing is claimed of it.
 */
function isFollowed(source: LateSource, last: Instant): boolean {
  const { job, seen, knownSince } = source;
  const { schedule, nextRunAt } = job;
  if (schedule === null) return false;
  const starts = startsOf(source);
  const changed = seen.scheduleSince > seen.firstSeenAt ? seen.scheduleSince : 0;
  const since = Math.max(knownSince, changed, starts[0] ?? 0) + FOLLOWS_WITHIN;
  let before = lastStartBefore(schedule, last - 1, nextRunAt);
  for (; before !== null && before > since; before = lastStartBefore(schedule, before - 1, nextRunAt))
    if (!hasNear(starts, before, FOLLOWS_WITHIN)) return false;
  return true;
}

/** When the next start will have been missed. */
function nextChange(
  { job }: LateSource,
  rhythm: Rhythm | null,
  { now, grace }: { now: Instant; grace: number },
): Instant {
  const { nextRunAt } = job;
  const starts = [
    ...(nextRunAt === null ? [] : [{ at: nextRunAt, grace }]),
    ...(rhythm?.expected ?? []).map((at) => ({ at, grace: grace + (rhythm?.tolerance ?? 0) })),
  ];
  const moments = starts.flatMap((start) => [start.at + start.grace / 2, start.at + start.grace]);
  return Math.min(...moments.filter((at) => at > now), Number.POSITIVE_INFINITY);
}

function neverRanOf({ job, seen, collectedUntil }: LateSource, now: Instant): LateVerdict {
  const { nextRunAt, schedule } = job;
  const isOn = job.scheduleConfigured === true || job.scheduleEnabled === true || nextRunAt !== null;
  if (!isOn) return NOTHING;
  const isPast = nextRunAt !== null && nextRunAt <= now;
  const promised = schedule && lastStartBefore(schedule, now, nextRunAt);
  // A job of a month's schedule that was made last week has not missed anything yet.
  const isToCome = !isPast && promised !== null && promised < Math.max(seen.firstSeenAt, seen.scheduleSince);
  if (isToCome || (!isPast && nextRunAt !== null && schedule === null))
    return { ...NOTHING, again: (nextRunAt ?? now) + NEVER_RAN_AFTER };
  const expectedAt = isPast ? nextRunAt : promised;
  const since = expectedAt ?? seen.firstSeenAt;
  const due = since + NEVER_RAN_AFTER;
  if (now < due) return { ...NOTHING, again: due };
  if (collectedUntil < since + LEAST_GRACE / 2) return { ...NOTHING, again: now, undecidedSince: since };
  const basis = isPast ? 'next-run' : 'schedule';
  return {
    found: { kind: 'overdue', expectedAt, basis, neverRan: true },
    again: Number.POSITIVE_INFINITY,
    undecidedSince: null,
  };
}

/** Starts that the schedule may have made, oldest first: neither Veeam's further attempts nor our retries. */
function startsOf({ runs, isOwnRun, knownSince }: LateSource): Instant[] {
  const starts: Instant[] = [];
  for (const run of runs) if (!run.isRetry && run.createdAt >= knownSince && !isOwnRun(run)) starts.push(run.createdAt);
  return starts.reverse();
}
