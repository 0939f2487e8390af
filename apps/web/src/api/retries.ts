import { type BulkRetryAnswer, bulkRetryAnswer, type Task, task } from '@retry-desk/contract';
import { api } from '#lib/paths.ts';
import { ApiError } from './api-error.ts';
import { sendEmpty, sendJson } from './request.ts';

/**
 * Repeats once what was lost on the way to our own server. The key makes the server answer the same thing again
 * instead of doing it again.
 */
async function twiceWithOneKey<T>(call: (headers: Record<string, string>) => Promise<T>): Promise<T> {
  const headers = { 'idempotency-key': crypto.randomUUID() };
  try {
    return await call(headers);
  } catch (error) {
    if (error instanceof ApiError && error.failure.kind === 'network') return await call(headers);
    throw error;
  }
}

/** Asks for one retry. `runId` is the failed run the person was looking at. */
export function retryJob(jobId: string, asked: { runId?: string | null; note?: string | null } = {}): Promise<Task> {
  return twiceWithOneKey((headers) => sendJson('POST', api.retryJob(jobId), task, { body: asked, headers }));
}

/** What goes with several retries; `overrideLimit` goes beyond the hourly limits and needs the note. */
export type AskedWith = { note: string | null; overrideLimit?: boolean };

/** Asks for several retries (at most 500); one outcome per job in the order asked. */
export function retryJobs(
  jobIds: readonly string[],
  { note, overrideLimit = false }: AskedWith,
): Promise<BulkRetryAnswer> {
  const body = { jobIds, ...(note ? { note } : {}), ...(overrideLimit ? { overrideLimit } : {}) };
  return twiceWithOneKey((headers) => sendJson('POST', api.retryJobs(), bulkRetryAnswer, { body, headers }));
}

/** Has the job of a running retry stopped. Not repeated by itself: a second stop would be refused, not done twice. */
export function stopJob(taskId: string): Promise<Task> {
  return sendJson('POST', api.stopJob(taskId), task, { body: {} });
}

/** Ends Enterprise Manager's task of a retry that has not triggered yet. */
export function endTask(taskId: string): Promise<void> {
  return sendEmpty('DELETE', api.task(taskId));
}
