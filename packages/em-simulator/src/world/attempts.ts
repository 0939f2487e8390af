import { chance, chanceBetween } from './chance.ts';
import type { Job, Result } from './records.ts';
import { type Start, scheduleOf, startMinutesOn, startsOn } from './schedule.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const DAYS = 30;
/** Every time of the past is a multiple of this, so that a place in time and a row fit into one number when sorting. */
export const TICK = 10;
/** For how many days a job that is switched off has been so. */
const SWITCHED_OFF = 10;
/** On which share of days somebody starts a job that is started by hand. */
const BY_HAND = 0.15;
/** How long after its minute a scheduled run begins at most. */
const LATEST = 10_000;
/** Room for the longest run and all its automatic attempts between a start and the moment the world is born. */
export const ROOM = 4 * 60 * MINUTE;
/** The number of each kind of chance, so that no two answers are alike. */
const ROLL = { result: 1, opening: 2, minutes: 3, rest: 4, culprit: 5, machine: 6, delay: 7, away: 8, asked: 9 };

/** The frame a past is made in: the moment the world was born, and how fast what still runs goes on. */
export type Birth = { seed: number; at: number; speed: number };

/** A run of the past as plain numbers; `places` are the machines it holds. */
export type Attempt = { start: number; end: number; result: Result; isRetry: boolean; places: readonly number[] };

type Night = { start: number; result: Result };

/** The attempts of the 30 days before the world was born, oldest first. The same seed gives the same past. */
export function attemptsOf(job: Job, birth: Birth): Attempt[] {
  const attempts: Attempt[] = [];
  for (const [index, night] of nightsOf(job, birth).entries()) {
    if (night.start > (attempts.at(-1)?.end ?? 0))
      attempts.push(...attemptsOfNight(job, night, index, attempts.length));
  }
  return attempts;
}

/** The scheduled starts with what they came to: the streak at the end, chance before it. */
function nightsOf(job: Job, birth: Birth): Night[] {
  const starts = startsOf(job, birth);
  const last = job.past.last === 'running' ? 'success' : job.past.last;
  return starts.map((start, index) => {
    const back = starts.length - 1 - index;
    if (back === 0) return { start, result: last };
    if (back < job.past.streak) return { start, result: 'failed' };
    if (back === job.past.streak) return { start, result: 'success' };
    return { start, result: resultByChance(job, index) };
  });
}

function resultByChance(job: Job, index: number): Result {
  const roll = chance(job.salt, index, ROLL.result);
  return roll < 0.06 ? 'failed' : roll < 0.14 ? 'warning' : 'success';
}

function startsOf(job: Job, birth: Birth): number[] {
  const until = birth.at - Math.max(ROOM, (job.past.quietDays ?? 0) * DAY);
  return startsIn(job, birth, birth.at - DAYS * DAY, until);
}

/** When a job has started or will start between two moments, both excluded: laptops that are away then do not. */
export function startsIn(job: Job, birth: Birth, from: number, to: number): number[] {
  const today = Math.floor(birth.at / DAY);
  const starts: number[] = [];
  // A day of the backup server begins up to a day before or after that of UTC.
  for (let day = Math.floor(from / DAY) - 1; day <= Math.floor(to / DAY) + 1; day += 1) {
    for (const start of startsOn(job, day, minutesOn(job, day, today - day))) {
      const at = begunAt(job, today, start);
      if (at > from && at < to && !isAway(job, today, start)) starts.push(at);
    }
  }
  return starts;
}

/** A backup server begins some seconds after the minute of the schedule (captured: 14:30:29, 03:00:03). */
function begunAt({ salt }: Job, today: number, { at, day, turn }: Start): number {
  return at + chanceBetween(1, LATEST / TICK, salt, (today - day) * 32 + turn, ROLL.delay) * TICK;
}

function isAway({ salt, missesShare = 0 }: Job, today: number, { day, turn }: Start): boolean {
  return chance(salt, (today - day) * 32 + turn, ROLL.away) < missesShare;
}

/** The minutes of a day at which a job starts: by its schedule, by hand now and then, or as before it was switched off. */
function minutesOn(job: Job, day: number, back: number): number[] {
  const { kind } = scheduleOf(job);
  if (kind === 'disabled') return back > SWITCHED_OFF ? [job.startMinute] : [];
  if (kind !== 'manual') return startMinutesOn(job, day);
  const isAsked = chance(job.salt, back, ROLL.asked) < BY_HAND;
  return isAsked ? [chanceBetween(7 * 60, 17 * 60, job.salt, back, ROLL.asked + 1)] : [];
}

/** The attempts of a start that is still to come: the first is `number` among the runs of its job, `index` counts starts. */
export function comingAttempts(job: Job, start: number, index: number, number: number, speed: number): Attempt[] {
  const result = job.scheduled ?? resultByChance(job, index);
  return attemptsOfNight(job, { start, result }, index, number, speed);
}

/** A scheduled run and, after a failure, the automatic attempts. */
function attemptsOfNight(job: Job, night: Night, index: number, number: number, speed = 1): Attempt[] {
  const stumbles =
    night.result === 'failed' || (job.scheduled === undefined && chance(job.salt, index, ROLL.opening) < 0.04);
  let attempt = attemptAt(job, night.start, number, {
    longest: 45,
    speed,
    result: stumbles ? 'failed' : night.result,
    isRetry: false,
    places: job.machines.map((_, place) => place),
  });
  const attempts = [attempt];
  const more = !stumbles ? 0 : night.result === 'failed' ? job.retryTimes : 1;
  for (let again = 0; again < more; again += 1) {
    const start = attempt.end + job.retryMinutes * MINUTE;
    const places = failedPlaces(job, number + again, attempt);
    const course = { longest: 20, speed, result: night.result, isRetry: true, places };
    attempt = attemptAt(job, start, number + again + 1, course);
    attempts.push(attempt);
  }
  return attempts;
}

type Course = Pick<Attempt, 'result' | 'isRetry' | 'places'> & { longest: number; speed: number };

function attemptAt(job: Job, start: number, number: number, { longest, speed, ...course }: Course): Attempt {
  const minutes = chanceBetween(3, longest, job.salt, number, ROLL.minutes);
  const rest = Math.floor(chance(job.salt, number, ROLL.rest) * (MINUTE / TICK)) * TICK;
  const ticks = Math.max(1, Math.floor((minutes * MINUTE + rest) / speed / TICK));
  return { start, end: start + ticks * TICK, ...course };
}

function failedPlaces(job: Job, number: number, attempt: Attempt): number[] {
  const count = attempt.places.length;
  return attempt.places.filter((_, order) => partResult(job.salt, number, attempt.result, order, count) === 'failed');
}

/** The result of a machine of a run: at least one of them as bad as the run itself, none worse. */
export function partResult(salt: number, number: number, result: Result, order: number, count: number): Result {
  if (result === 'success') return 'success';
  const culprit = chanceBetween(0, count - 1, salt, number, ROLL.culprit);
  const isBad = order === culprit || chance(salt, number * 4096 + order, ROLL.machine) < 0.12;
  return isBad ? result : 'success';
}

/** When a machine of a run begins and ends: machines go one after the other. */
export function partSpan(start: number, end: number, order: number, count: number): { start: number; end: number } {
  if (end === Number.POSITIVE_INFINITY) return { start, end };
  const each = (end - start) / Math.max(1, count);
  const from = start + Math.floor((each * order) / TICK) * TICK;
  return { start: from, end: order === count - 1 ? end : start + Math.floor((each * (order + 1)) / TICK) * TICK };
}
