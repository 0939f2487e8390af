import { Refusal } from '#http/refusal.ts';
import type { NewTask, Task } from '#session/tasks.ts';
import { asCollected, beginRetry, beginRun, endRun, isRunning, mayRetry } from '#world/operations.ts';
import { between, randomOf } from '#world/random.ts';
import type { Job, Outcome } from '#world/records.ts';
import type { World } from '#world/world.ts';
import { isNotPlayedAction } from './not-played.ts';
import type { Call } from './route.ts';

const SHORTEST_TASK = 100;

/** When a task begun now is done on the backup server, and when Enterprise Manager has it finished at the earliest. */
export function taskTimes(world: World, key: string): { begunAt: number; doneAt: number; finishedAt: number } {
  const begunAt = world.now();
  const length = Math.max(SHORTEST_TASK, between(randomOf(`${key}/${begunAt}`), 1000, 2000) / world.speed);
  return { begunAt, doneAt: begunAt + length / 2, finishedAt: begunAt + length };
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
      return stopJob(call, job);
    default:
      if (isNotPlayedAction('job', action)) throw new Refusal(501, 'Not implemented.');
      throw new Refusal(400, `Unknown action "${action}"`);
  }
}

/** A retry: refused at once for what has been collected, by its task for what only the backup server has. */
function retry(call: Call, job: Job): Task {
  const { world } = call;
  if (!mayRetry(world, job, asCollected)) throw new Refusal(400, noRetry(job, isRunning(world, job, asCollected)));
  if (job.outcome === 'refuse-error') {
    throw new Refusal(
      400,
      `Unable to retry job "${job.name}": the job is locked by another session on ${job.server.name}.`,
    );
  }
  const operation = job.kind === 'agent' ? 'RetryAgentJob' : 'RetryJob';
  const times = timesOf(world, job);
  const notAccepted = `Failed to retry job "${job.name}": backup server ${job.server.name} did not accept the request.`;
  if (job.outcome === 'refuse-at-once') {
    const ended = { doneAt: call.sheet.now, finishedAt: call.sheet.now };
    return refusedByTask(call, job, { operation, ...ended, message: notAccepted });
  }
  const refusal = laterRefusal(job.outcome, notAccepted);
  if (refusal !== undefined) return refusedByTask(call, job, { operation, ...times, ...refusal });
  if (!mayRetry(world, job)) {
    return refusedByTask(call, job, { operation, ...times, message: noRetry(job, isRunning(world, job)) });
  }
  const run = beginRetry(world, job, times.doneAt);
  const message = `Job "${job.name}" triggered to retry.`;
  return carriedOut(call, job, { operation, ...times, success: true, message, runId: run.id });
}

/** The result of the task of a retry that is taken and then refused; undefined for any other retry. */
function laterRefusal(outcome: Outcome, notAccepted: string): Pick<NewTask, 'message' | 'asks'> | undefined {
  switch (outcome) {
    case 'refuse-result':
      return { message: notAccepted };
    case 'refuse-silent':
      return { message: '' };
    case 'needs-credentials':
      return { message: 'Credentials are needed to go on.', asks: 'credentials' };
    case 'needs-confirmation':
      return { message: 'The operation has to be confirmed.', asks: 'confirmation' };
    default:
      return undefined;
  }
}

function noRetry(job: Job, isAtWork: boolean): string {
  const why = isAtWork ? 'the job is running' : 'its last session did not finish with the Failed status';
  return `Unable to retry job "${job.name}": ${why}.`;
}

function start(call: Call, job: Job): Task {
  const refusal = `Unable to start job "${job.name}": the job is running.`;
  if (isRunning(call.world, job, asCollected)) throw new Refusal(400, refusal);
  const operation = 'StartJob';
  const times = timesOf(call.world, job);
  if (isRunning(call.world, job)) return refusedByTask(call, job, { operation, ...times, message: refusal });
  const run = beginRun(call.world, job, times.doneAt);
  const message = `Job "${job.name}" triggered to start.`;
  return carriedOut(call, job, { operation, ...times, success: true, message, runId: run.id });
}

/** A stop reaches the backup server although the run has not been collected; it is late where the run is over there. A session is stopped by its name. */
export function stopJob(call: Call, job: Job, session?: string): Task {
  const ofJob = job.kind === 'agent' ? 'StopAgentJob' : 'StopJob';
  const operation = session === undefined ? ofJob : 'StopJobSession';
  const times = timesOf(call.world, job);
  if (!isRunning(call.world, job)) {
    const refusal = `Unable to stop job "${job.name}": the job is not running.`;
    if (!isRunning(call.world, job, asCollected)) throw new Refusal(400, refusal);
    return refusedByTask(call, job, { operation, ...times, message: refusal });
  }
  endRun(call.world, job, 'failed', 'Operation was canceled by user TECH\\Administrator.');
  const stopped = session === undefined ? `Job "${job.name}"` : `Job Session "${session}"`;
  const message = `${stopped} triggered to stop.`;
  return carriedOut(call, job, { operation, ...times, success: true, message, runId: undefined });
}

/** The times of a job's task; what it brought about may have to be collected first. */
function timesOf(world: World, job: Job): Pick<NewTask, 'doneAt' | 'finishedAt' | 'isCollected'> {
  const { doneAt, finishedAt } = taskTimes(world, job.id);
  if (!world.collection.holdsTasks) return { doneAt, finishedAt };
  return { doneAt, finishedAt, isCollected: (at) => world.collection.knownUntil(job.server.id, at) >= doneAt };
}

function refusedByTask(call: Call, job: Job, wish: Omit<NewTask, 'success' | 'runId'>): Task {
  return carriedOut(call, job, { ...wish, success: false, runId: undefined });
}

function carriedOut(call: Call, job: Job, wish: NewTask): Task {
  const task = call.session.tasks.add(wish);
  call.executed({ at: task.createdAt, operation: task.operation, jobId: job.id, jobName: job.name, taskId: task.id });
  return task;
}
