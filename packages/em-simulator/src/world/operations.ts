import { chanceBetween } from './chance.ts';
import { runGuid } from './guid.ts';
import { everyPlace, LENGTH, SECOND } from './open-run.ts';
import { machineRunsOf } from './past-run.ts';
import type { Job, Outcome, Result, Run } from './records.ts';
import type { World } from './world.ts';

/** How long a run made by hand seems to have taken, milliseconds. */
const LOOKED_LIKE = 5 * 60 * SECOND;

/** The newest run of a job, whether collected or not. */
export function newestRun(world: World, job: Job): Run | undefined {
  return world.runsOf(job).at(-1);
}

/** The newest run that Enterprise Manager has. */
export function newestKnownRun(world: World, job: Job): Run | undefined {
  const at = world.knownUntil(job);
  return world.runsOf(job).findLast(({ start }) => start <= at);
}

/** The newest run of a job, and the moment as of which it is judged. */
type Look = (world: World, job: Job) => { run: Run | undefined; at: number };

/** The state of the backup server: everything, the run too that is about to begin. */
function atBackupServer(world: World, job: Job): ReturnType<Look> {
  return { run: newestRun(world, job), at: world.now() };
}

/** The state of Enterprise Manager: all that it has collected. */
export function asCollected(world: World, job: Job): ReturnType<Look> {
  if (world.collection.isImmediate) return atBackupServer(world, job);
  return { run: newestKnownRun(world, job), at: world.knownUntil(job) };
}

/** Whether the job's newest run goes on (or is about to begin). */
export function isRunning(world: World, job: Job, look: Look = atBackupServer): boolean {
  const { run, at } = look(world, job);
  return run !== undefined && run.end > at;
}

/** Whether a retry is allowed: the newest run is over and failed. */
export function mayRetry(world: World, job: Job, look: Look = atBackupServer): boolean {
  const { run, at } = look(world, job);
  return run !== undefined && run.end <= at && run.result === 'failed';
}

/** Begins a retry at that time: only the machines that did not succeed run again. */
export function beginRetry(world: World, job: Job, start: number): Run {
  const failed = newestRun(world, job)?.machines.filter((part) => part.result === 'failed') ?? [];
  const places = failed.length > 0 ? failed.map((part) => part.place) : everyPlace(job);
  return begin(world, job, { start, places, isRetry: true });
}

/** Begins an ordinary run at that time. */
export function beginRun(world: World, job: Job, start: number): Run {
  return begin(world, job, { start, places: everyPlace(job), isRetry: false });
}

type Beginning = { start: number; places: readonly number[]; isRetry: boolean };

function begin(world: World, job: Job, { start, places, isRetry }: Beginning): Run {
  const number = world.runsOf(job).length;
  const length = (chanceBetween(20, 60, job.salt, number, LENGTH) * SECOND) / world.speed;
  const result = resultOf(job.outcome);
  const begins = later(world, job, Math.floor(start));
  const run: Run = {
    id: runGuid(job.family, number),
    jobId: job.id,
    number,
    start: begins,
    end: begins + Math.max(1, Math.floor(length)),
    result,
    isRetry,
    machines: machineRunsOf(job, number, result, places),
  };
  world.addRun(job, run);
  return run;
}

function resultOf(outcome: Outcome): Result {
  return outcome === 'success' || outcome === 'warning' || outcome === 'failed' ? outcome : 'success';
}

/** Two runs of a job never begin in the same millisecond: the newest must be plain. */
function later(world: World, job: Job, start: number): number {
  const before = newestRun(world, job);
  return before === undefined ? start : Math.max(start, before.start + 1);
}

/** Ends the newest run now, if it goes on. */
export function endRun(world: World, job: Job, result: Result, reason?: string): void {
  const run = newestRun(world, job);
  if (run === undefined || run.end <= world.now()) return;
  run.end = Math.max(Math.floor(world.now()), run.start);
  judge(job, run, result, reason);
}

/** Adds a run that ended just now. */
export function addEndedRun(world: World, job: Job, result: Result, reason?: string): void {
  const free = Math.min(newestRun(world, job)?.end ?? 0, world.now());
  const known = world.knownUntil(job);
  // A run that has not been collected must not look as if it had been seen running.
  const unseen = known < world.now() ? known + 1 : 0;
  const run = beginRun(world, job, Math.max(world.now() - LOOKED_LIKE, free, unseen));
  run.end = Math.max(Math.floor(world.now()), run.start);
  judge(job, run, result, reason);
}

/** Adds a failed attempt that began in the same millisecond as the newest run, which `later` keeps from all others. */
export function addAttemptAtOnce(world: World, job: Job): void {
  const first = newestRun(world, job);
  if (first === undefined) return;
  const attempt = beginRetry(world, job, first.start);
  attempt.start = first.start;
  attempt.end = Math.max(Math.floor(world.now()), first.end);
  judge(job, attempt, 'failed', undefined);
}

function judge(job: Job, run: Run, result: Result, reason: string | undefined): void {
  run.result = result;
  const places = run.machines.map((part) => part.place);
  run.machines = machineRunsOf(job, run.number, result, places, result === 'success' ? undefined : reason);
}
