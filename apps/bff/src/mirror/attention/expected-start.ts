import { endOf, type Instant, type JobSchedule } from '@retry-desk/em-client';
import type { RunRecord } from '../run-record.ts';
import type { Late, LateSource } from './late-source.ts';
import { type History, hasNear, runHistoryOf } from './run-history.ts';
import { lastStartBefore, nextStartAfter, usualGapOf } from './schedule-starts.ts';
import { type Rhythm, rhythmOf } from './usual-starts.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LEAST_GRACE = 2 * HOUR;
/** A schedule starts its job a little early where the clocks of two machines differ. */
const EARLY = 10 * MINUTE;
/** A change of the clock and a queue move a start so far. */
const FOLLOWS_WITHIN = 2.5 * HOUR;
/** A job follows its schedule when it has done so for this long. */
const FOLLOWS_FOR = 14 * DAY;
/** A run that begins so near to the time of day of a schedule was begun by it, whatever the day. */
const SAME_TIME = 20 * MINUTE;

/** A start that was expected, on what ground, and after which time without a run it was missed. */
export type Expected = { at: Instant; basis: Late['basis']; grace: number };

/** The starts of a job are named by its schedule where that is understood, else by the rhythm of its runs. */
type Grounds = { history: History; schedule: JobSchedule | null; rhythm: Rhythm | null; grace: number };

/** The start that should have come after the newest run, null where none should or none is known; and when the next one will have been missed. */
export function expectedStart(
  source: LateSource,
  newest: RunRecord,
  now: Instant,
): { missed: Expected | null; again: Instant } {
  const { schedule } = source.job;
  // It starts after another job, or always: what is listed as NextRun is none.
  if (schedule?.kind === 'chained' || schedule?.kind === 'continuous')
    return { missed: null, again: Number.POSITIVE_INFINITY };
  const grounds = groundsOf(source);
  return { missed: missedStart(source, newest, grounds, now), again: nextChange(source, grounds, now) };
}

/** Within this after a start that is missed something newer has to be listed, of any job of its backup server. */
export function proofOf(grace: number): number {
  return Math.min(grace / 2, LEAST_GRACE);
}

function groundsOf(source: LateSource): Grounds {
  const { schedule, nextRunAt } = source.job;
  const history = runHistoryOf(source, schedule === null ? 0 : changedAt(source));
  const isUnderstood = schedule !== null && namesStarts(schedule) && agrees(schedule, nextRunAt, history);
  const rhythm = isUnderstood ? null : rhythmOf(history, source.knownSince);
  const usualGap = (schedule && usualGapOf(schedule)) ?? rhythm?.usualGap ?? 0;
  return { history, schedule: isUnderstood ? schedule : null, rhythm, grace: Math.max(LEAST_GRACE, usualGap / 4) };
}

function missedStart(
  source: LateSource,
  newest: RunRecord,
  { history, schedule, rhythm, grace }: Grounds,
  now: Instant,
): Expected | null {
  const { nextRunAt } = source.job;
  /** A schedule that was another one, or off, at that time expected nothing. */
  const stood = (at: Instant) => at >= changedAt(source);
  // Veeam leaves out a start while the job still runs.
  const hasRun = (at: Instant, tolerance: number) =>
    newest.createdAt >= at - tolerance - EARLY || endOf(newest) >= at - tolerance;
  if (nextRunAt !== null && nextRunAt <= now && stood(nextRunAt) && !hasRun(nextRunAt, 0))
    return { at: nextRunAt, basis: 'next-run', grace };
  if (schedule !== null) {
    const before = (at: Instant) => lastStartBefore(schedule, at, nextRunAt);
    const since = source.seen.scheduleSince;
    // On the other side of a change of the clock it may have been an hour earlier.
    const isMissed = (at: Instant | null): at is Instant => at !== null && !hasRun(at, HOUR) && at >= since;
    let first = before(now);
    if (!isMissed(first)) return null;
    // The first of several: a job that goes on missing starts is overdue since then.
    for (let at = before(first - 1); isMissed(at); at = before(first - 1)) first = at;
    return isFollowed(source, schedule, history, first) ? { at: first, basis: 'schedule', grace } : null;
  }
  if (rhythm === null) return null;
  // So much earlier it may have been due, before the schedule was switched on.
  const missed = rhythm.expected.find((at) => at <= now && stood(at - rhythm.tolerance));
  return missed === undefined ? null : { at: missed, basis: 'rhythm', grace: grace + rhythm.tolerance };
}

/** Since when the schedule is as it is; 0 where it has not changed since the job was first seen. */
export function changedAt({ seen }: LateSource): Instant {
  return seen.scheduleSince > seen.firstSeenAt ? seen.scheduleSince : 0;
}

function namesStarts({ kind }: JobSchedule): boolean {
  return kind === 'daily' || kind === 'monthly';
}

/**
 * Whether NextRun, or a run where none is listed, stands where the schedule has a start, and no run at its time of day on another
 * day: the week days may be those of another clock than the time beside them.
 */
export function agrees(
  schedule: JobSchedule,
  nextRunAt: Instant | null,
  { starts, attempts }: Pick<History, 'starts' | 'attempts'>,
): boolean {
  const offBy = (at: Instant) => at - (lastStartBefore(schedule, at + HOUR + EARLY, nextRunAt) ?? 0);
  const isOnAnotherDay = (at: Instant) => {
    const off = offBy(at);
    const apart = off % DAY;
    return off > FOLLOWS_WITHIN && Math.min(apart, DAY - apart) <= SAME_TIME;
  };
  if (starts.some(isOnAnotherDay)) return false;
  if (nextRunAt !== null) return offBy(nextRunAt) <= HOUR + EARLY;
  // Of a run a month ago only its last attempt may still be listed.
  const isAfterStart = (at: Instant) => offBy(at) <= DAY && (usualGapOf(schedule) ?? 0) > 7 * DAY;
  return starts.some((at) => offBy(at) <= FOLLOWS_WITHIN) || (starts.length === 0 && attempts.some(isAfterStart));
}

/**
 * Whether each start that the schedule had before that one led to a run, for two weeks at least. A laptop that is away now and
 * then follows its schedule when it can: nothing is claimed of it.
 */
function isFollowed(source: LateSource, schedule: JobSchedule, history: History, first: Instant): boolean {
  const { nextRunAt } = source.job;
  const { starts, wasRunning } = history;
  const firstKnown = starts.find((at) => at >= source.knownSince) ?? 0;
  const since = Math.max(source.knownSince, changedAt(source), firstKnown);
  if (first - since < FOLLOWS_FOR) return false;
  const previous = (at: Instant) => lastStartBefore(schedule, at - 1, nextRunAt);
  for (let at = previous(first); at !== null && at > since + FOLLOWS_WITHIN; at = previous(at))
    if (!hasNear(starts, at, FOLLOWS_WITHIN) && !wasRunning(at, HOUR)) return false;
  return true;
}

/** When the next start will have been missed. */
function nextChange({ job }: LateSource, { schedule, rhythm, grace }: Grounds, now: Instant): Instant {
  const { nextRunAt } = job;
  // By the clock of NextRun a start that NextRun has passed may be still to come.
  const next = schedule && nextStartAfter(schedule, now, nextRunAt);
  const starts = [
    ...[next, nextRunAt].flatMap((at) => (at === null ? [] : [{ at, grace }])),
    ...(rhythm?.expected ?? []).map((at) => ({ at, grace: grace + (rhythm?.tolerance ?? 0) })),
  ];
  const moments = starts.flatMap((start) => [start.at + proofOf(start.grace), start.at + start.grace]);
  return Math.min(...moments.filter((at) => at > now), Number.POSITIVE_INFINITY);
}
