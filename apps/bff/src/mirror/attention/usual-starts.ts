import type { Instant } from '@retry-desk/em-client';
import { type History, hasNear } from './run-history.ts';
import { hasTwinDay, nextOfDay } from './starts-of-day.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** So many runs have to agree at least. */
const LEAST_AGREEING = 4;
/** A change of the clock moves starts by an hour; a queue makes them late. */
const LEAST_TOLERANCE = 65 * MINUTE;
const MOST_TOLERANCE = 135 * MINUTE;
/** Both together: a start so soon after another one may be that one. */
const LEAST_APART = 125 * MINUTE;
/** A start that is known by the others of its day may have come so much earlier. */
const LEAST_APART_OF_DAY = 30 * MINUTE;

/** The usual starts of a job, by its own runs. */
export type Rhythm = {
  /** The usual time between two of them, in milliseconds. */
  usualGap: number;
  /** Starts that were expected after the last one, up to a week ahead, oldest first. */
  expected: readonly Instant[];
  /** How much earlier or later a start may be. */
  tolerance: number;
};

/**
 * The rhythm of a job: each start of the last weeks stands where one stood a week before, and each had one a week later. Null
 * where a single one does not: a job that was started by hand, or missed runs, has none, and nothing is claimed of it.
 * `knownSince`: since when all runs are known.
 */
export function rhythmOf(history: History, knownSince: Instant): Rhythm | null {
  const starts = history.starts.filter((at) => at >= knownSince);
  const last = starts.at(-1);
  if (last === undefined || starts.length < LEAST_AGREEING) return null;
  const usualGap = medianGap(starts);
  if (usualGap === null) return null;
  const tolerance = Math.min(MOST_TOLERANCE, Math.max(LEAST_TOLERANCE, usualGap / 3));
  /** Whether so many weeks before a start, or after it, there was one. */
  const hasTwin = (start: Instant, week: number) => {
    const at = start + week * WEEK;
    return hasNear(starts, at, tolerance) || history.wasRunning(at, tolerance) || hasTwinDay(starts, start, week);
  };
  const begin = Math.max(knownSince, starts[0] ?? last);
  const isPredicted = starts.every((at) => at - WEEK - tolerance < begin || hasTwin(at, -1));
  const hasCome = starts.every((at) => at + WEEK > last - tolerance || hasTwin(at, 1));
  if (!isPredicted || !hasCome) return null;
  const weeks = Math.max(2, Math.min(Math.floor((last - begin + tolerance) / WEEK), LEAST_AGREEING));
  const isUsual = (start: Instant) => {
    for (let week = 1; week < weeks; week += 1) if (!hasTwin(start, -week)) return false;
    return true;
  };
  const apart = Math.max(tolerance, LEAST_APART);
  const isToCome = (at: Instant) => at > last + apart && !history.wasRunning(at, apart);
  const expected = starts.filter((at) => isToCome(at + WEEK) && isUsual(at)).map((at) => at + WEEK);
  const ofDay = nextOfDay(starts, Math.min(weeks, LEAST_AGREEING - 1));
  if (ofDay !== null && !history.wasRunning(ofDay.earliest, LEAST_APART_OF_DAY)) expected.push(ofDay.at);
  expected.sort((a, b) => a - b);
  return { usualGap, expected, tolerance };
}

function medianGap(starts: readonly Instant[]): number | null {
  const gaps = starts.slice(1).map((at, place) => at - (starts[place] ?? at));
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? null;
}
