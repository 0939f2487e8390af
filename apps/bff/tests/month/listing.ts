import type { AgentJob, JobSchedule, Run } from '@retry-desk/em-client';
import { DAY, MINUTE, offsetAt } from './calendar.ts';
import { dayOfMonthOf, gapOf, weekdayOf } from './world.ts';
import type { PlayedRun, Setting, WorldJob } from './world-job.ts';

const everyDay = [0, 1, 2, 3, 4, 5, 6];
const everyMonth = Array.from({ length: 12 }, (_, month) => month);
/** Where Enterprise Manager stands. */
const EM_ZONE = 'Europe/Vienna';
/** No run goes on for so long. */
const LONGEST = 5 * DAY;

/** The GUID of a backup server. */
export function serverId(server: number): string {
  return `00000000-0000-4000-a000-${String(server).padStart(12, '0')}`;
}

/** The schedule in force at a moment; the first one before that. */
export function settingAt({ settings }: Pick<WorldJob, 'settings'>, at: number): Setting {
  const found = settings.findLast(({ since }) => since <= at) ?? settings[0];
  if (found === undefined) throw new Error('a job has a setting');
  return found;
}

/** The moments, by its server's clock, at which something else is listed of a job, oldest first. */
export function momentsOf({ settings, starts, runs, turn, madeAt }: WorldJob): number[] {
  const ofRuns = runs.flatMap((run) => [listedFrom(run), Math.max(run.endedAt, listedFrom(run))]);
  const renamed = turn === 'renamed' ? [renamedAt(madeAt)] : [];
  return [madeAt, ...settings.map(({ since }) => since), ...starts, ...ofRuns, ...renamed].sort((a, b) => a - b);
}

function renamedAt(madeAt: number): number {
  return madeAt + 72 * DAY;
}

function listedFrom({ createdAt, listedLater }: PlayedRun): number {
  return createdAt + listedLater;
}

/** A job as its server lists it when its clock shows that; null before it was made. */
export function jobAt(job: WorldJob, at: number, isHidden: boolean): AgentJob | null {
  if (at < job.madeAt) return null;
  const setting = settingAt(job, at);
  const { kind, isOn } = setting;
  return {
    id: job.id,
    name: job.turn === 'renamed' && at >= renamedAt(job.madeAt) ? `Job ${job.own} (new)` : `Job ${job.own}`,
    platform: 'linux',
    platformText: '',
    description: null,
    backupServer: { id: serverId(job.server), name: `srv${job.server}` },
    scheduleConfigured: kind !== 'by-hand',
    scheduleEnabled: isOn && kind !== 'by-hand',
    nextRunAt: isHidden ? null : nextRunAt(job, setting, at),
    schedule: isHidden ? null : scheduleAt(job, setting, at),
    automaticRetry: null,
  };
}

function nextRunAt(job: WorldJob, { kind, isOn, since }: Setting, at: number): number | null {
  const { starts, missed, runs, nextRun, own } = job;
  if (kind === 'by-hand' || nextRun === 'absent') return null;
  // A schedule that is off, or follows another job, lists none, or one that has long passed.
  const isStale = !isOn || kind === 'chained' || kind === 'continuous';
  if (isStale) return own % 2 === 0 ? null : (starts.findLast((start) => start <= at) ?? null);
  const newest = runs.findLast(({ createdAt }) => createdAt <= at);
  const after = newest === undefined ? since : Math.max(since, Math.min(newest.endedAt, at));
  const left = nextRun === 'stays' ? starts.find((start) => start >= after && missed.has(start)) : undefined;
  return left !== undefined && left <= at ? left : (starts.find((start) => start > at) ?? null);
}

function scheduleAt(job: WorldJob, { kind, minute, since }: Setting, at: number): JobSchedule | null {
  const { own } = job;
  const start = listedStart(job, minute, since, at);
  switch (kind) {
    case 'daily':
    case 'laptop':
    case 'off':
    case 'script':
      return { kind: 'daily', weekdays: everyDay, ...start };
    case 'weekdays':
      return { kind: 'daily', weekdays: [1, 2, 3, 4, 5], ...start };
    case 'weekly':
      return { kind: 'daily', weekdays: [weekdayOf(own)], ...start };
    case 'monthly':
      return { kind: 'monthly', months: everyMonth, on: { day: dayOfMonthOf(own) }, ...start };
    case 'several':
    case 'windowed':
      return { kind: 'periodic', everyMinutes: gapOf(kind) / MINUTE };
    case 'chained':
      return { kind: 'chained', after: null };
    case 'continuous':
      return { kind: 'continuous' };
    case 'by-hand':
      return null;
  }
}

/** Its minute with the offset of now or of when it was saved; or by the clock of Enterprise Manager. */
function listedStart({ zone, listedTime }: WorldJob, minute: number, since: number, at: number) {
  const offset = offsetAt(zone, listedTime === 'saved' ? since : at) / MINUTE;
  if (listedTime !== 'elsewhere') return { minute, offsetMinutes: offset };
  const there = offsetAt(EM_ZONE, at) / MINUTE;
  return { minute: (minute - offset + there + 2 * 1440) % 1440, offsetMinutes: there };
}

/** The runs of which something else is listed between two moments by the clock of their server. */
export function runsBetween(job: WorldJob, after: number, at: number): Run[] {
  const isNew = (moment: number) => moment > after && moment <= at;
  const begun = firstAfter(job.runs, after - LONGEST);
  return job.runs
    .slice(begun, firstAfter(job.runs, at))
    .filter((run) => listedFrom(run) <= at && (isNew(listedFrom(run)) || isNew(run.endedAt)))
    .map((run) => runAt(job, run, at));
}

/** The place of the first run that was created after a moment. */
function firstAfter(runs: readonly PlayedRun[], moment: number): number {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((runs[middle]?.createdAt ?? 0) <= moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

function runAt({ id: jobId, own }: WorldJob, { id, createdAt, endedAt, result, isRetry }: PlayedRun, at: number): Run {
  const common = { id, jobId, jobName: `Job ${own}`, kind: 'job', parentId: null, createdAt, isRetry } as const;
  if (endedAt > at)
    return {
      ...common,
      ...{ endedAt: null, state: 'working', stateText: 'Working', result: 'none', resultText: 'None' },
      ...{ progress: 40, failureMessage: null },
    };
  return {
    ...common,
    ...{ endedAt, state: 'stopped', stateText: 'Stopped', result, resultText: result },
    ...{ progress: 100, failureMessage: null },
  };
}
