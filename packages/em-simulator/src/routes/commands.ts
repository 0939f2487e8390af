import { Refusal } from '#http/refusal.ts';
import type { NewTask, Task } from '#session/tasks.ts';
import { asCollected, beginRetry, beginRun, endRun, isRunning, mayRetry } from '#world/operations.ts';
import { between, randomOf } from '#world/random.ts';
import type { Job } from '#world/records.ts';
import type { World } from '#world/world.ts';
import { isNotPlayedAction } from './not-played.ts';
import type { Call } from './route.ts';

const SHORTEST_TASK = 100;

/** When a task begun now is done on the backup server, and when Enterprise Manager has it finished. */
export function taskTimes(world: World, key: string): { doneAt: number; finishedAt: number } {
  const now = world.now();
  const length = Math.max(SHORTEST_TASK, between(randomOf(`${key}/${now}`), 1000, 2000) / world.speed);
  return { doneAt: now + length / 2, finishedAt: now + length };
}

/** Carries out `?action=`. Refuses with 400 what the job's state does not allow, as far as it has been collected. */
export function commandOf(call: Call, job: Job): Task {
  const action = call.request.parameters.get('action')?.toLowerCase() ?? '';
  switch (action) {
    case 'retry':
      return retry(call, job);
    case 'start':
      return start(call, job);
    case 'stop':
      return stop(call, job);
    default:
      if (isNotPlayedAction(action)) throw new Refusal(501, 'Not implemented.');
      throw new Refusal(400, `Unknown action "${action}"`);
  }
}

/** A retry: refused at once for what has been collected, by its task for what only the backup server knows. */
function retry(call: Call, job: Job): Task {
  const { world } = call;
  if (!mayRetry(world, job, asCollected)) throw new Refusal(400, noRetry(job, isRunning(world, job, asCollected)));
  if (job.outcome === 'refuse-error') {
    throw new Refusal(
      400,
      `Unable to retry job "${job.name}": the job is locked by another session on ${job.server.name}.`,
    );
  }
  const operation = 'RetryAgentJob';
  const times = taskTimes(world, job.id);
  const notAccepted = `Failed to retry job "${job.name}": backup server ${job.server.name} did not accept the request.`;
  if (job.outcome === 'refuse-at-once') {
    const ended = { doneAt: call.sheet.now, finishedAt: call.sheet.now };
    return refusedByTask(call, job, { operation, ...ended, message: notAccepted });
  }
  if (job.outcome === 'refuse-result') return refusedByTask(call, job, { operation, ...times, message: notAccepted });
  if (!mayRetry(world, job)) {
    return refusedByTask(call, job, { operation, ...times, message: noRetry(job, isRunning(world, job)) });
  }
  const run = beginRetry(world, job, times.doneAt);
  const message = `Job "${job.name}" triggered to retry.`;
  return carriedOut(call, job, { operation, ...times, success: true, message, runId: run.id });
}

function noRetry(job: Job, isAtWork: boolean): string {
  const why = isAtWork ? 'the job is running' : 'its last session did not finish with the Failed status';
  return `Unable to retry job "${job.name}": ${why}.`;
}

function start(call: Call, job: Job): Task {
  const refusal = `Unable to start job "${job.name}": the job is running.`;
  if (isRunning(call.world, job, asCollected)) throw new Refusal(400, refusal);
  const operation = 'StartJob';
  const times = taskTimes(call.world, job.id);
  if (isRunning(call.world, job)) return refusedByTask(call, job, { operation, ...times, message: refusal });
  const run = beginRun(call.world, job, times.doneAt);
  const message = `Job "${job.name}" has been started.`;
  return carriedOut(call, job, { operation, ...times, success: true, message, runId: run.id });
}

/** A stop reaches the backup server although the run has not been collected; it is late where the run is over there. */
function stop(call: Call, job: Job): Task {
  const operation = 'StopAgentJob';
  const times = taskTimes(call.world, job.id);
  if (!isRunning(call.world, job)) {
    const refusal = `Unable to stop job "${job.name}": the job is not running.`;
    if (!isRunning(call.world, job, asCollected)) throw new Refusal(400, refusal);
    return refusedByTask(call, job, { operation, ...times, message: refusal });
  }
  endRun(call.world, job, 'failed', 'Operation was canceled by user TECH\\Administrator.');
  const message = `Job "${job.name}" has been stopped.`;
  return carriedOut(call, job, { operation, ...times, success: true, message, runId: undefined });
}

function refusedByTask(call: Call, job: Job, wish: Omit<NewTask, 'success' | 'runId'>): Task {
  return carriedOut(call, job, { ...wish, success: false, runId: undefined });
}

function carriedOut(call: Call, job: Job, wish: NewTask): Task {
  const task = call.session.tasks.add(wish);
  call.executed({ at: task.createdAt, operation: task.operation, jobId: job.id, jobName: job.name, taskId: task.id });
  return task;
}
