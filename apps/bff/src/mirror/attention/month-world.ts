import type { AgentJob, JobSchedule } from '@retry-desk/em-client';
import type { RunRecord } from '../run-record.ts';

// A month of an inventory, by the wall clocks of its backup servers: made from what Veeam does, without the code under test.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Kind = 'daily' | 'weekdays' | 'weekly' | 'monthly' | 'several' | 'by-hand' | 'off' | 'laptop';
const kinds: readonly Kind[] = ['daily', 'weekdays', 'weekly', 'monthly', 'several', 'by-hand', 'off', 'laptop'];
const zones = ['Europe/Vienna', 'America/New_York', 'UTC', 'Asia/Kolkata', 'Australia/Sydney'];

export type WorldJob = {
  id: string;
  kind: Kind;
  zone: string;
  server: number;
  /** Starts by the schedule, oldest first; those in `missed` did not happen. */
  starts: readonly number[];
  missed: ReadonlySet<number>;
  /** Whether its NextRun stays at a missed start, or moves on. */
  staysAtMissed: boolean;
  runs: readonly RunRecord[];
  schedule: JobSchedule | null;
};

/** Mulberry32: the same numbers from the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** How far the clock of a zone is before UTC at a moment. */
function offsetAt(zone: string, at: number): number {
  const known = clocks.get(zone);
  const clock = known ?? new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  clocks.set(zone, clock);
  return Date.parse(`${clock.format(at).replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000;
}

/** The moment at which a clock shows this minute of a day (from 1970, by that clock). */
function momentOf(zone: string, day: number, minute: number): number {
  const local = day * DAY + minute * MINUTE;
  return local - offsetAt(zone, local - offsetAt(zone, local));
}

function isStartDay(kind: Kind, day: number, own: number): boolean {
  const date = new Date(day * DAY);
  const weekday = date.getUTCDay();
  if (kind === 'weekdays') return weekday >= 1 && weekday <= 5;
  if (kind === 'weekly') return weekday === own % 7;
  if (kind === 'monthly') return date.getUTCDate() === (own % 28) + 1;
  return true;
}

const everyDay = [0, 1, 2, 3, 4, 5, 6];

/** The schedule as Enterprise Manager lists it at a moment: with the offset of then. */
function scheduleAt(kind: Kind, zone: string, own: number, minute: number, at: number): JobSchedule | null {
  const start = { minute, offsetMinutes: offsetAt(zone, at) / MINUTE };
  const months = Array.from({ length: 12 }, (_, month) => month);
  if (kind === 'daily' || kind === 'laptop' || kind === 'off') return { kind: 'daily', weekdays: everyDay, ...start };
  if (kind === 'weekdays') return { kind: 'daily', weekdays: [1, 2, 3, 4, 5], ...start };
  if (kind === 'weekly') return { kind: 'daily', weekdays: [own % 7], ...start };
  if (kind === 'monthly') return { kind: 'monthly', months, on: { day: (own % 28) + 1 }, ...start };
  return kind === 'several' ? { kind: 'periodic', everyMinutes: 360 } : null;
}

type WorldOptions = { jobs: number; from: number; to: number; seed: number };

/** Jobs with their runs from a month before `from`; misses are planted between `from` and `to`. */
export function worldOf({ jobs, from, to, seed }: WorldOptions): (WorldJob & { own: number; minute: number })[] {
  const random = randomOf(seed);
  return Array.from({ length: jobs }, (_, own) => {
    const kind = kinds[own % kinds.length] ?? 'daily';
    const server = own % 20;
    const zone = zones[server % zones.length] ?? 'UTC';
    const minute = Math.floor(random() * 24 * 12) * 5;
    const starts = startsOf(kind, zone, own, minute, from - 40 * DAY, to + 40 * DAY);
    const mayMiss = kind !== 'by-hand' && kind !== 'off' && kind !== 'laptop';
    const between = starts.filter((at) => at > from + 2 * DAY && at < to - 3 * DAY);
    const planted = mayMiss && random() < 0.3 ? between[Math.floor(random() * between.length)] : undefined;
    // A job that stopped starting: one of several a day that comes again is nothing anybody waits for.
    const missed = new Set(planted === undefined ? [] : starts.filter((at) => at >= planted && at < planted + 2 * DAY));
    const taken = starts.filter((at) => {
      if (missed.has(at)) return false;
      if (kind === 'laptop') return random() > 0.35;
      if (kind === 'by-hand') return random() < 0.08;
      return kind !== 'off';
    });
    return {
      ...{ id: `job-${own}`, own, minute, kind, zone, server, starts, missed },
      staysAtMissed: random() < 0.5,
      runs: taken.filter((at) => at < to).flatMap((at) => runsFrom(at, own, random)),
      schedule: null,
    };
  });
}

function startsOf(kind: Kind, zone: string, own: number, minute: number, from: number, to: number): number[] {
  const starts: number[] = [];
  for (let day = Math.floor(from / DAY); day < to / DAY; day += 1) {
    if (!isStartDay(kind, day, own)) continue;
    const minutes =
      kind === 'several' ? [0, 360, 720, 1080].map((step) => (minute + step) % 1440).sort((a, b) => a - b) : [minute];
    for (const each of minutes) starts.push(momentOf(zone, day, each));
  }
  return starts.filter((at) => at >= from && at < to).sort((a, b) => a - b);
}

let ids = 0;

/** A run a few minutes late, or up to an hour where servers are busy; a failed one is tried again by Veeam. */
function runsFrom(at: number, own: number, random: () => number): RunRecord[] {
  const createdAt = at + (random() < 0.9 ? random() * 5 * MINUTE : random() * 55 * MINUTE);
  const length = (5 + (own % 90)) * MINUTE;
  const hasFailed = random() < 0.06;
  const first = runOf(createdAt, createdAt + length, hasFailed, false);
  if (!hasFailed) return [first];
  const again = createdAt + length + 10 * MINUTE;
  return [first, runOf(again, again + length, random() < 0.5, true)];
}

function runOf(createdAt: number, endedAt: number, hasFailed: boolean, isRetry: boolean): RunRecord {
  ids += 1;
  return {
    id: `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`,
    createdAt,
    endedAt,
    state: 'stopped',
    stateText: 'Stopped',
    result: hasFailed ? 'failed' : 'success',
    resultText: hasFailed ? 'Failed' : 'Success',
    progress: 100,
    failureMessage: null,
    isRetry,
  };
}

/** A job with its runs as Enterprise Manager lists them, when it has collected last at that moment. */
export function listedAt(
  job: WorldJob & { own: number; minute: number },
  collectedAt: number,
): { job: AgentJob; runs: RunRecord[] } {
  const runs = job.runs.filter(({ createdAt }) => createdAt <= collectedAt).sort((a, b) => b.createdAt - a.createdAt);
  const newest = runs[0];
  if (newest && (newest.endedAt ?? 0) > collectedAt)
    runs[0] = { ...newest, endedAt: null, state: 'working', stateText: 'Working', result: 'none', resultText: 'None' };
  const waiting = job.staysAtMissed ? job.starts.find((at) => job.missed.has(at) && at <= collectedAt) : undefined;
  const stuck = waiting !== undefined && !runs.some(({ createdAt }) => createdAt >= waiting) ? waiting : undefined;
  const isOn = job.kind !== 'by-hand' && job.kind !== 'off';
  return {
    job: {
      id: job.id,
      name: job.id,
      platform: 'linux',
      platformText: '',
      description: null,
      backupServer: { id: String(job.server), name: `srv${job.server}` },
      scheduleConfigured: job.kind !== 'by-hand',
      scheduleEnabled: isOn,
      nextRunAt: isOn ? (stuck ?? job.starts.find((at) => at > collectedAt) ?? null) : null,
      schedule: scheduleAt(job.kind, job.zone, job.own, job.minute, collectedAt),
      automaticRetry: null,
    },
    runs,
  };
}
