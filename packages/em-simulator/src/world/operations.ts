import { runGuid } from './guid.ts';
import { machineRunsOf } from './history.ts';
import { between, randomOf } from './random.ts';
import type { Job, Outcome, Result, Run } from './records.ts';
import type { World } from './world.ts';

const SECOND = 1000;
/** How long a run made by hand seems to have taken, milliseconds. */
const LOOKED_LIKE = 5 * 60 * SECOND;

/** The newest run of a job, whether collected or not. */
export function newestRun(world: World, job: Job): Run | undefined {
  return world.runsOf(job).at(-1);
}

/** Whether the job's newest run goes on (or is about to begin). */
export function isRunning(world: World, job: Job): boolean {
  const newest = newestRun(world, job);
  return newest !== undefined && newest.end > world.now();
}

/** Whether a retry is allowed: the newest run is over and failed. */
export function mayRetry(world: World, job: Job): boolean {
  return !isRunning(world, job) && newestRun(world, job)?.result === 'failed';
}

/** Begins a retry at that time: only the machines that did not succeed run again. */
export function beginRetry(world: World, job: Job, start: number): Run {
  const failed = newestRun(world, job)?.machines.filter((part) => part.result === 'failed') ?? [];
  const machines = failed.length > 0 ? failed.map((part) => part.machine) : job.machines;
  return begin(world, job, { start, machines, isRetry: true });
}

/** Begins an ordinary run at that time. */
export function beginRun(world: World, job: Job, start: number): Run {
  return begin(world, job, { start, machines: job.machines, isRetry: false });
}

type Beginning = { start: number; machines: string[]; isRetry: boolean };

function begin(world: World, job: Job, { start, machines, isRetry }: Beginning): Run {
  const number = world.runsOf(job).length;
  const random = randomOf(`${world.birth.seed}/${job.id}/live/${number}`);
  const length = (between(random, 20, 60) * SECOND) / world.speed;
  const result = resultOf(job.outcome);
  const run: Run = {
    id: runGuid(job.family, `live/${number}`),
    jobId: job.id,
    start: later(world, job, start),
    end: start + length,
    result,
    isRetry,
    machines: machineRunsOf(job, result, machines, random),
  };
  world.addRun(job, run);
  return run;
}

function resultOf(outcome: Outcome): Result {
  return outcome === 'refuse-error' || outcome === 'refuse-result' ? 'success' : outcome;
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
  run.end = Math.max(world.now(), run.start);
  judge(job, run, result, reason);
}

/** Adds a run that ended just now. */
export function addEndedRun(world: World, job: Job, result: Result, reason?: string): void {
  const free = Math.min(newestRun(world, job)?.end ?? 0, world.now());
  const known = world.knownUntil(job);
  // What has not been collected must not look as if it had been seen running.
  const unseen = known < world.now() ? known + 1 : 0;
  const run = beginRun(world, job, Math.max(world.now() - LOOKED_LIKE, free, unseen));
  run.end = Math.max(world.now(), run.start);
  judge(job, run, result, reason);
}

function judge(job: Job, run: Run, result: Result, reason: string | undefined): void {
  const told = reason === undefined ? job : { ...job, past: { ...job.past, reason } };
  run.result = result;
  const names = run.machines.map((part) => part.machine);
  run.machines = machineRunsOf(told, result, names, randomOf(`${run.id}/end`));
}
