import * as z from 'zod/mini';
import { guid, moment } from './ids.ts';
import { task } from './task.ts';

/** Every way our API refuses. Words for people are made in the web app, one per code. */
export const errorCode = z.enum([
  'bad-request',
  'not-signed-in',
  'sign-in-failed',
  'sign-in-limited',
  'no-access',
  'forbidden',
  'csrf',
  'not-found',
  'method-not-allowed',
  'job-not-failed',
  'retry-open',
  'run-changed',
  'too-late',
  'veeam-will-retry',
  'nothing-to-acknowledge',
  'retry-limit',
  'idempotency-mismatch',
  'em-unreachable',
  'em-refused',
  'store-unavailable',
  'too-large',
  'too-many-requests',
  'internal',
]);
export type ErrorCode = z.infer<typeof errorCode>;

/** An error answer (RFC 9457, `application/problem+json`) with our stable `code`. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.optional(z.string()),
  code: errorCode,
  /** With `retry-open`: the retry that holds the job. */
  task: z.optional(task),
  /** With `veeam-will-retry`: when Veeam tries again by itself. */
  veeamRetriesAt: z.optional(moment),
  /** Where Enterprise Manager refused: its own words. */
  emMessage: z.optional(z.string()),
});
export type Problem = z.infer<typeof problem>;

/** One outcome of several retries, in the order asked. */
export const bulkRetryAnswer = z.object({
  outcomes: z.array(z.union([z.object({ jobId: guid, task }), z.object({ jobId: guid, problem })])),
});
export type BulkRetryAnswer = z.infer<typeof bulkRetryAnswer>;
