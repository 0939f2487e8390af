import { DAY, HOUR, MINUTE, momentOf, randomOf } from './calendar.ts';
import { runsOf } from './runs.ts';
import { type Kind, kinds, type Setting, type Turn, turns, type WorldJob } from './world-job.ts';

// A month of an inventory, by the wall clocks of its backup servers: made from what Veeam does, without the code under test.

const zones = ['Europe/Vienna', 'America/New_York', 'UTC', 'Asia/Kolkata', 'Australia/Sydney'];
export const SERVERS = 20;

export type WorldOptions = {
  jobs: number;
  from: number;
  to: number;
  seed: number;
  /** Where schedules are hidden, no job begins to start at other times: no rhythm can know of that. */
  isHidden: boolean;
};

/** Whether its starts follow a schedule that somebody waits for. */
export function isAwaited(kind: Kind): boolean {
  return ['daily', 'weekdays', 'weekly', 'monthly', 'several', 'windowed'].includes(kind);
}

/** Jobs with their runs from 33 days before `from`; misses and hung runs are planted between `from` and `to`. */
export function worldOf({ jobs, from, to, seed, isHidden }: WorldOptions): WorldJob[] {
  const random = randomOf(seed);
  return Array.from({ length: jobs }, (_, own) => jobOf(own, { from, to, random, isHidden }));
}

type Scene = { from: number; to: number; random: () => number; isHidden: boolean };

function jobOf(own: number, { from, to, random, isHidden }: Scene): WorldJob {
  const kind = kinds[own % kinds.length] ?? 'daily';
  const server = Math.floor(own / kinds.length) % SERVERS;
  const zone = zones[server % zones.length] ?? 'UTC';
  const minute = Math.floor(random() * 24 * 12) * 5;
  const turn = turnOf(kind, random, isHidden);
  const day = Math.floor(from / DAY) + 5 + Math.floor(random() * 14);
  const madeAt = turn === 'new' || turn === 'never-ran' ? momentOf(zone, day, 600) : from - 60 * DAY;
  const first: Setting = { since: madeAt, kind, minute, isOn: kind !== 'off' && kind !== 'script' };
  const settings = [first, ...changesOf(first, { turn, zone, day, random })];
  const starts = startsOf(settings, { zone, own, from: Math.max(madeAt, from - 33 * DAY), to: to + 40 * DAY });
  const missed = missedOf(starts, { kind, turn, from, to, random });
  return {
    ...{ id: jobId(own), own, zone, server, turn, madeAt, settings, starts, missed },
    nextRun: (['stays', 'moves', 'absent'] as const)[Math.floor(random() * 3)] ?? 'stays',
    listedTime: (['now', 'saved', 'elsewhere'] as const)[own % 7 < 5 ? 0 : (own % 7) - 4] ?? 'now',
    skew: ((server % 9) - 4) * MINUTE,
    runs: turn === 'never-ran' ? [] : runsOf({ kind, turn, own, starts, missed, from, to, random }),
  };
}

/** A GUID with this number. */
function jobId(own: number): string {
  return `00000000-0000-4000-9000-${String(own).padStart(12, '0')}`;
}

function turnOf(kind: Kind, random: () => number, isHidden: boolean): Turn {
  if (random() > 0.4) return 'none';
  const turn = turns[Math.floor(random() * turns.length)] ?? 'none';
  if (turn === 'retimed') return isHidden || !isAwaited(kind) ? 'none' : turn;
  if (turn === 'holidays' || turn === 'off-and-on' || turn === 'never-ran') return isAwaited(kind) ? turn : 'none';
  return turn;
}

type Change = { turn: Turn; zone: string; day: number; random: () => number };

function changesOf(first: Setting, { turn, zone, day, random }: Change): Setting[] {
  const off = (since: number) => ({ ...first, since, isOn: false });
  const on = (since: number) => ({ ...first, since });
  switch (turn) {
    case 'retimed': {
      const kind = (['daily', 'weekdays', 'weekly'] as const)[Math.floor(random() * 3)] ?? 'daily';
      return [{ ...first, since: momentOf(zone, day, 617), kind, minute: Math.floor(random() * 288) * 5 }];
    }
    case 'off-and-on':
      return [off(momentOf(zone, day, 617)), on(momentOf(zone, day + 1 + Math.floor(random() * 6), 903))];
    case 'holidays':
      // From the evening before to the morning after.
      return [day, day + 4].flatMap((each) => [off(momentOf(zone, each - 1, 1080)), on(momentOf(zone, each + 1, 370))]);
    default:
      return [];
  }
}

/** A job that stopped starting, for two days or for a week; the schedule has stood for a while before. */
function missedOf(
  starts: readonly number[],
  { kind, turn, from, to, random }: { kind: Kind; turn: Turn; from: number; to: number; random: () => number },
): ReadonlySet<number> {
  if (turn === 'never-ran') return new Set(starts);
  if (!isAwaited(kind) || !['none', 'renamed', 'long'].includes(turn) || random() > 0.5) return new Set();
  const between = starts.filter((at) => at > from + 2 * DAY && at < to - 3 * DAY);
  const planted = between[Math.floor(random() * between.length)];
  if (planted === undefined) return new Set();
  const until = planted + (random() < 0.3 ? 8 : 2) * DAY;
  return new Set(starts.filter((at) => at >= planted && at < until));
}

type StartRange = { zone: string; own: number; from: number; to: number };

function startsOf(settings: readonly Setting[], { zone, own, from, to }: StartRange): number[] {
  return settings.flatMap((setting, place) => {
    const since = Math.max(from, setting.since);
    const until = Math.min(to, settings[place + 1]?.since ?? to);
    if (!setting.isOn && setting.kind !== 'script') return [];
    const starts: number[] = [];
    for (let day = Math.floor(since / DAY) - 1; day <= until / DAY + 1; day += 1)
      if (isStartDay(setting.kind, day, own))
        for (const minute of minutesOf(setting)) starts.push(momentOf(zone, day, minute));
    return starts.filter((at) => at >= since && at < until).sort((a, b) => a - b);
  });
}

function minutesOf({ kind, minute }: Setting): number[] {
  if (kind === 'several') return [0, 360, 720, 1080].map((step) => (minute + step) % 1440);
  if (kind === 'windowed') return Array.from({ length: 6 }, (_, step) => 480 + (minute % 60) + 2 * step * 60);
  if (kind === 'continuous') return Array.from({ length: 12 }, (_, step) => step * 120);
  return [minute];
}

function isStartDay(kind: Kind, day: number, own: number): boolean {
  const date = new Date(day * DAY);
  const weekday = date.getUTCDay();
  if (kind === 'weekdays' || kind === 'windowed') return weekday >= 1 && weekday <= 5;
  if (kind === 'weekly') return weekday === weekdayOf(own);
  if (kind === 'monthly') return date.getUTCDate() === dayOfMonthOf(own);
  return true;
}

/** The week day of a weekly job, from Sunday. */
export function weekdayOf(own: number): number {
  return own % 7;
}

/** The day of a monthly job. */
export function dayOfMonthOf(own: number): number {
  return (own % 28) + 1;
}

/** The usual time between two starts, in milliseconds. */
export function gapOf(kind: Kind): number {
  if (kind === 'several') return 6 * HOUR;
  if (kind === 'windowed') return 2 * HOUR;
  if (kind === 'weekly') return 7 * DAY;
  return kind === 'monthly' ? (365 / 12) * DAY : DAY;
}
