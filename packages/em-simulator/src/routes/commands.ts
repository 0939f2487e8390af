import { Refusal } from '#http/refusal.ts';
import type { Task } from '#session/tasks.ts';
import { beginRetry, beginRun, endRun, isRunning, mayRetry } from '#world/operations.ts';
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

/** Carries out `?action=`. Refuses with 400 what the job's state does not allow. */
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

function retry(call: Call, job: Job): Task {
  if (!mayRetry(call.world, job)) {
    const why = isRunning(call.world, job)
      ? 'the job is running'
      : 'its last session did not finish with the Failed status';
    throw new Refusal(400, `Unable to retry job "${job.name}": ${why}.`);
  }
  if (job.outcome === 'refuse-error') {
    throw new Refusal(
      400,
      `Unable to retry job "${job.name}": the job is locked by another session on ${job.server.name}.`,
    );
  }
  const times = taskTimes(call.world, job.id);
  if (job.outcome === 'refuse-result') {
    const message = `Failed to retry job "${job.name}": backup server ${job.server.name} did not accept the request.`;
    return carriedOut(call, job, { operation: 'RetryAgentJob', ...times, success: false, message, runId: undefined });
  }
  const run = beginRetry(call.world, job, times.doneAt);
  const message = `Job "${job.name}" triggered to retry.`;
  return carriedOut(call, job, { operation: 'RetryAgentJob', ...times, success: true, message, runId: run.id });
}

function start(call: Call, job: Job): Task {
  if (isRunning(call.world, job)) throw new Refusal(400, `Unable to start job "${job.name}": the job is running.`);
  const times = taskTimes(call.world, job.id);
  const run = beginRun(call.world, job, times.doneAt);
  const message = `Job "${job.name}" has been started.`;
  return carriedOut(call, job, { operation: 'StartJob', ...times, success: true, message, runId: run.id });
}

function stop(call: Call, job: Job): Task {
  if (!isRunning(call.world, job)) throw new Refusal(400, `Unable to stop job "${job.name}": the job is not running.`);
  endRun(call.world, job, 'failed', 'Operation was canceled by user TECH\\Administrator.');
  const message = `Job "${job.name}" has been stopped.`;
  return carriedOut(call, job, {
    operation: 'StopAgentJob',
    ...taskTimes(call.world, job.id),
    success: true,
    message,
    runId: undefined,
  });
}

function carriedOut(call: Call, job: Job, wish: Parameters<typeof call.session.tasks.add>[0]): Task {
  const task = call.session.tasks.add(wish);
  call.executed({ at: task.createdAt, operation: task.operation, jobId: job.id, jobName: job.name, taskId: task.id });
  return task;
}
