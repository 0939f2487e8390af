import { endOf, type Instant, isGood, isOver, type JobSchedule } from '@retry-desk/em-client';
import type { RunRecord } from '../run-record.ts';
import { agrees, changedAt, expectedStart, proofOf } from './expected-start.ts';
import type { Late, LateSource } from './late-source.ts';
import { nextStartAfter, usualGapOf } from './schedule-starts.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** A job that is listed for so long and has never run is reported. */
const NEVER_RAN_AFTER = DAY;
const HUNG_AT_LEAST = 6 * HOUR;
const HUNG_WITHOUT_GOOD_RUN = 12 * HOUR;
const HUNG_FACTOR = 3;

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
  if (newest !== undefined && !isOver(newest)) return hungOf(newest, source, now);
  const { job } = source;
  if (job.scheduleEnabled === false || job.scheduleConfigured === false) return NOTHING;
  if (source.claimed !== null) return { ...NOTHING, found: source.claimed };
  return newest === undefined ? neverRanOf(source, now) : overdueOf(source, newest, now);
}

function hungOf(newest: RunRecord, { runs, collectedUntil }: LateSource, now: Instant): LateVerdict {
  let longestMs: number | null = null;
  for (const run of runs)
    if (isOver(run) && isGood(run)) longestMs = Math.max(longestMs ?? 0, endOf(run) - run.createdAt);
  const limit = longestMs === null ? HUNG_WITHOUT_GOOD_RUN : Math.max(HUNG_AT_LEAST, HUNG_FACTOR * longestMs);
  const at = newest.createdAt + limit;
  if (now < at) return { ...NOTHING, again: at };
  // It may have ended since.
  if (collectedUntil < at) return { ...NOTHING, again: now, undecidedSince: at };
  return { ...NOTHING, found: { kind: 'hung', since: newest.createdAt, longestMs } };
}

function overdueOf(source: LateSource, newest: RunRecord, now: Instant): LateVerdict {
  const { missed, again } = expectedStart(source, newest, now);
  if (missed === null) return { ...NOTHING, again };
  const { at: expectedAt, basis, grace } = missed;
  const due = expectedAt + grace;
  const decidable = expectedAt + proofOf(grace);
  // It may have been switched off before.
  if (source.jobsReadAt < expectedAt) return { ...NOTHING, again: now };
  if (now >= decidable && source.collectedUntil < decidable)
    return { ...NOTHING, again: now, undecidedSince: decidable };
  if (now < due) return { ...NOTHING, again: now < decidable ? decidable : due };
  return { ...NOTHING, found: { kind: 'overdue', expectedAt, basis, neverRan: false } };
}

/** A job without any run: not overdue where neither NextRun nor the schedule names a start. */
function neverRanOf(source: LateSource, now: Instant): LateVerdict {
  const { nextRunAt, schedule } = source.job;
  const isPast = nextRunAt !== null && nextRunAt <= now && nextRunAt >= changedAt(source);
  const expected = isPast ? nextRunAt : schedule && firstPromised(source, schedule);
  // A schedule alone may be one by another clock.
  const grace = (isPast ? 1 : 2) * NEVER_RAN_AFTER;
  const ofNextRun = (nextRunAt ?? now) + NEVER_RAN_AFTER;
  if (expected === null) return { ...NOTHING, again: ofNextRun };
  const due = expected + grace;
  if (now < due) return { ...NOTHING, again: isPast ? due : Math.min(due, ofNextRun) };
  const decidable = expected + proofOf(NEVER_RAN_AFTER);
  if (source.jobsReadAt < expected) return { ...NOTHING, again: now };
  if (source.collectedUntil < decidable) return { ...NOTHING, again: now, undecidedSince: decidable };
  const isKnown = isPast || schedule?.kind === 'daily' || schedule?.kind === 'monthly';
  const neverRan = wouldBeListed(source, expected);
  return {
    ...NOTHING,
    found: {
      kind: 'overdue',
      expectedAt: isKnown ? expected : null,
      basis: isPast ? 'next-run' : 'schedule',
      neverRan,
    },
  };
}

/** Whether earlier runs would be listed, as far as they are read, or that of the start before: else they may be forgotten. */
function wouldBeListed({ job: { schedule }, knownSince, listedSince }: LateSource, at: Instant): boolean {
  const usualGap = (schedule && usualGapOf(schedule)) ?? 0;
  return listedSince() <= Math.max(knownSince + DAY, at - usualGap);
}

/** The first start that the schedule names since the job is known with it and runs are listed; null where it names none. */
function firstPromised(source: LateSource, schedule: JobSchedule): Instant | null {
  const { nextRunAt } = source.job;
  const { firstSeenAt, scheduleSince } = source.seen;
  const since = Math.max(firstSeenAt, scheduleSince, source.listedSince());
  if (schedule.kind === 'chained') return null;
  // Some run in a part of the week only.
  if (schedule.kind === 'periodic' || schedule.kind === 'continuous') return since + WEEK;
  const isOther = nextRunAt !== null && !agrees(schedule, nextRunAt, { starts: [], attempts: [] });
  return isOther ? null : nextStartAfter(schedule, since, nextRunAt);
}
