import type { Instant } from '@retry-desk/em-client';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WEEK = 7 * 24 * HOUR;
/** Starts so far apart are not of the same day. */
const PAUSE = 5 * HOUR;
/** The first start of a day is later by a queue at most; by more it may be the second one. */
const QUEUE = 30 * MINUTE;
/** A change of the clock and a queue move the first start of a day so far. */
const MOVED = 125 * MINUTE;
/** A start that is as soon after the last one may be that one. */
const APART = 65 * MINUTE;

/**
 * The start after the last one (of these, oldest first) on the same day, where a job starts several times in a part of the day:
 * as long after the first start of its day as on that day of so many weeks before. So a change of the clock does not move it.
 * Null where a single one of those weeks had none then. `earliest`: when it may have been due, as the first of the day was late.
 */
export function nextOfDay(starts: readonly Instant[], weeks: number): { at: Instant; earliest: Instant } | null {
  const last = starts.at(-1);
  const [first] = dayWith(starts, starts.length - 1);
  if (last === undefined || first === undefined) return null;
  const offsets: number[] = [];
  let earliest = Number.POSITIVE_INFINITY;
  for (let week = 1; week <= weeks; week += 1) {
    const day = dayNear(starts, first - week * WEEK);
    const [before] = day;
    if (before === undefined || (week === 1 && first - WEEK - before > QUEUE)) return null;
    const next = day.find((at) => at - before > last - first + APART);
    if (next === undefined) return null;
    offsets.push(next - before);
    earliest = Math.min(earliest, next + week * WEEK);
  }
  const middle = offsets.sort((a, b) => a - b)[Math.floor((offsets.length - 1) / 2)];
  return middle === undefined ? null : { at: first + middle, earliest: Math.min(earliest, first + middle) };
}

/** Whether a day with several starts has as many of them as so many weeks before or after: a change of the clock moves all. */
export function hasTwinDay(starts: readonly Instant[], at: Instant, weeks: number): boolean {
  const day = dayWith(starts, starts.indexOf(at));
  return day.length > 1 && day.length === dayNear(starts, (day[0] ?? at) + weeks * WEEK).length;
}

/** The starts of the day that begins near a moment; none where none does. */
function dayNear(starts: readonly Instant[], moment: Instant): readonly Instant[] {
  return dayWith(
    starts,
    starts.findIndex((at, place) => Math.abs(at - moment) <= MOVED && isFirstOfDay(starts, place)),
  );
}

/** The starts of the day of the one at a place; none where its first one is not known. */
function dayWith(starts: readonly Instant[], place: number): readonly Instant[] {
  let first = place;
  while (first > 0 && !isFirstOfDay(starts, first)) first -= 1;
  if (first <= 0) return [];
  let end = place + 1;
  while (end < starts.length && !isFirstOfDay(starts, end)) end += 1;
  return starts.slice(first, end);
}

function isFirstOfDay(starts: readonly Instant[], place: number): boolean {
  const [before, at] = [starts[place - 1], starts[place]];
  return before !== undefined && at !== undefined && at - before > PAUSE;
}
