import { bulkRetryAnswer, type Task, type TaskList, task, taskList } from '@retry-desk/contract';
import { api } from '#lib/paths.ts';
import { serverNow } from '#lib/server-clock.ts';
import { ApiError } from './api-error.ts';
import { getJson } from './request.ts';
import { type Passing, type Requester, type RetryAnswer, requestUntilKnown } from './request-retries.ts';
import { sendEmpty, sendJson } from './send.ts';

/** So many jobs go in one call: few enough for a slow Enterprise Manager to be answered in time. */
const atOnce = 20;

/**
 * Options for several retries; `overrideLimit` goes beyond the hourly limits and needs the note. `anyway`: the jobs that
 * are to run although Veeam will try them by itself; any other is left to Veeam, also where it began to wait a moment ago.
 */
export type RetryOptions = { note: string | null; overrideLimit?: boolean; anyway: ReadonlySet<string> };

const passing: Passing = {
  now: serverNow,
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** Whether a job was left to Veeam, which will try it by itself: to retry it all the same takes a question first. */
export function isLeftToVeeam(answer: RetryAnswer): boolean {
  return 'error' in answer && answer.error instanceof ApiError && answer.error.code === 'veeam-will-retry';
}

/**
 * Requests one retry with one press; `runId` is the failed run the person was looking at. A job that Veeam will try by itself
 * is left to it. Reports what is known of it, at last for good.
 */
export async function retryJob(
  requester: Requester,
  jobId: string,
  runId: string | null,
  report: (answer: RetryAnswer) => void,
): Promise<void> {
  async function send(key: string): Promise<RetryAnswer[]> {
    const headers = { 'idempotency-key': key };
    const body = { runId, unlessVeeamRetries: true };
    return [{ jobId, task: await sendJson('POST', api.retryJob(jobId), task, { body, headers }) }];
  }
  const call = { jobIds: [jobId], requester, send, tasksSince: (at: number) => tasksSince(requester.user, at) };
  await requestUntilKnown(call, (answers) => answers.forEach(report), passing);
}

/**
 * Requests several retries in parts, and reports what is known of each part, more than once where that changes. When
 * nobody answers for a part, the parts after it are not sent.
 */
export async function retryJobs(
  requester: Requester,
  jobIds: readonly string[],
  options: RetryOptions,
  report: (answers: RetryAnswer[]) => void,
): Promise<void> {
  const parts = [false, true].flatMap((anyway) =>
    inParts(jobIds.filter((id) => options.anyway.has(id) === anyway)).map((part) => ({ part, anyway })),
  );
  for (const [place, { part, anyway }] of parts.entries()) {
    const send = (key: string) => sendPart(part, options, anyway, key);
    const call = { jobIds: part, requester, send, tasksSince: (at: number) => tasksSince(requester.user, at) };
    if (await requestUntilKnown(call, report, passing)) continue;
    const error = new ApiError({ kind: 'unsent' });
    report(parts.slice(place + 1).flatMap(({ part: left }) => left.map((jobId) => ({ jobId, error, isKnown: true }))));
    return;
  }
}

function inParts(jobIds: readonly string[]): (readonly string[])[] {
  const count = Math.ceil(jobIds.length / atOnce);
  return Array.from({ length: count }, (_, part) => jobIds.slice(part * atOnce, (part + 1) * atOnce));
}

async function sendPart(
  jobIds: readonly string[],
  { note, overrideLimit = false }: RetryOptions,
  anyway: boolean,
  key: string,
): Promise<RetryAnswer[]> {
  const body = {
    jobIds,
    ...(note ? { note } : {}),
    ...(overrideLimit ? { overrideLimit } : {}),
    ...(anyway ? {} : { unlessVeeamRetries: true }),
  };
  const headers = { 'idempotency-key': key };
  const { outcomes } = await sendJson('POST', api.retryJobs(), bulkRetryAnswer, { body, headers });
  return outcomes.map((outcome): RetryAnswer => {
    if ('task' in outcome) return outcome;
    const { jobId, problem } = outcome;
    return { jobId, error: new ApiError({ kind: 'problem', status: problem.status, problem }), isKnown: true };
  });
}

/** Every task of this person that was requested since then. */
async function tasksSince(user: string, at: number): Promise<Task[]> {
  const search = { by: user, since: new Date(at).toISOString() };
  const tasks: Task[] = [];
  let cursor: string | null = null;
  do {
    const page: TaskList = await getJson(taskList, api.tasks({ ...search, ...(cursor ? { cursor } : {}) }));
    tasks.push(...page.tasks);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return tasks;
}

/** Has the job of a running retry stopped. Not repeated by itself: a second stop would be refused, not done twice. */
export function stopJob(taskId: string): Promise<Task> {
  return sendJson('POST', api.stopJob(taskId), task, { body: {} });
}

/** Ends Enterprise Manager's task of a retry that has not triggered yet. */
export function cancelTask(taskId: string): Promise<void> {
  return sendEmpty('DELETE', api.task(taskId));
}

/** Frees the job of an open retry; the note gives the reason. */
export function releaseTask(taskId: string, note: string): Promise<Task> {
  return sendJson('POST', api.releaseTask(taskId), task, { body: { note } });
}
