import { newestRun } from '#world/operations.ts';
import type { World } from '#world/world.ts';
import type { Setting } from './setting.ts';

const DAY = 24 * 60 * 60_000;
const HUNG_DAYS = 6;
const QUIET_DAYS = 3;

const nothing = (): void => undefined;

/** One job has been running for six days; nothing ends it but a stop. */
export function hungRun({ world, controls }: Setting): () => void {
  const machines = ['arch-01', 'arch-02', 'arch-03'];
  const { id } = controls.addJob({ name: 'Archive Servers', machines, last: 'running', quietDays: HUNG_DAYS + 1 });
  const job = world.jobs.get(id);
  const run = job === undefined ? undefined : newestRun(world, job);
  if (run !== undefined) run.start = Math.floor(world.now()) - HUNG_DAYS * DAY;
  return nothing;
}

/** No job has run for three days although each should have: its next run lies in the past, or has moved on. */
export function nothingRan({ world }: Setting): () => void {
  missRuns(world);
  return nothing;
}

/** Enterprise Manager answers and has collected nothing for three days, and goes on so unless it is asked to. */
export function silentCollection({ world }: Setting): () => void {
  missRuns(world);
  world.collection.setSilentSince(world.now() - QUIET_DAYS * DAY);
  return function collectAgain() {
    world.collection.setSilentSince(undefined);
  };
}

function missRuns(world: World): void {
  for (const job of world.allJobs()) {
    world.removeJob(job);
    job.past = { ...job.past, last: job.past.last === 'running' ? 'success' : job.past.last, quietDays: QUIET_DAYS };
    job.missed = { since: world.birth.at - QUIET_DAYS * DAY, nextRun: world.missedNextRun };
    world.addJob(job);
  }
}
