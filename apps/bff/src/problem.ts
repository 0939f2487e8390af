import type { ErrorCode, Problem } from '@retry-desk/contract';
import { EmError } from '@retry-desk/em-client';
import { Refusal } from '#route.ts';

const known: Readonly<Record<ErrorCode, { status: number; title: string }>> = {
  'bad-request': { status: 400, title: 'Malformed request' },
  'not-signed-in': { status: 401, title: 'Not signed in' },
  'sign-in-failed': { status: 401, title: 'Sign-in refused' },
  'sign-in-limited': { status: 429, title: 'Too many failed sign-ins' },
  'no-access': { status: 403, title: 'This account has no role' },
  forbidden: { status: 403, title: 'Not allowed for this role' },
  csrf: { status: 403, title: 'Request did not come from this site' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'job-not-failed': { status: 409, title: 'The job is not failed' },
  'retry-open': { status: 409, title: 'A retry of this job is in progress' },
  'run-changed': { status: 409, title: 'The job has run since then' },
  'veeam-will-retry': { status: 409, title: 'Veeam will retry the job itself' },
  'nothing-to-acknowledge': { status: 409, title: 'The job needs no attention' },
  'too-late': { status: 409, title: 'Too late' },
  'retry-limit': { status: 429, title: 'Too many retries' },
  'idempotency-mismatch': { status: 422, title: 'The Idempotency-Key was used for another request' },
  'em-unreachable': { status: 503, title: 'Enterprise Manager is not responding' },
  'em-refused': { status: 502, title: 'Enterprise Manager refused the request' },
  'store-unavailable': { status: 503, title: 'The journal is unavailable' },
  'too-large': { status: 413, title: 'The request is too large' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Internal error' },
};

/** The largest body of a request. */
export const MOST_BODY_KB = 64;

export type ProblemAnswer = { problem: Problem; headers: Record<string, string> };

/** The problem document of a code. */
export function problemOf(code: ErrorCode, detail?: string): Problem {
  const { status, title } = known[code];
  return { type: `urn:retry-desk:problem:${code}`, title, status, ...(detail === undefined ? {} : { detail }), code };
}

function fromRefusal(refusal: Refusal, reader: Reader): ProblemAnswer {
  const { task, emMessage, retryAfterSeconds, veeamRetriesAt, status } = refusal.extra;
  // Advice about Enterprise Manager is for its operators.
  const isAdvice = refusal.code === 'em-refused' && reader !== 'operator';
  const problem: Problem = {
    ...problemOf(refusal.code, isAdvice ? undefined : refusal.detail),
    ...(status === undefined ? {} : { status }),
    ...(task === undefined ? {} : { task }),
    ...(veeamRetriesAt === undefined ? {} : { veeamRetriesAt }),
    ...(emMessage === undefined ? {} : { emMessage }),
  };
  return { problem, headers: retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) } };
}

/** The reader: an operator, or anybody else, signed in or not. */
type Reader = 'operator' | 'other';

/**
 * An error of Enterprise Manager as a problem document. Its own message and our advice are for operators: they reveal
 * its address, which of its servers it is, and our settings. Our inner texts are for nobody.
 */
function fromEmError(error: EmError, reader: Reader): ProblemAnswer {
  const code = error.isNo ? 'em-refused' : 'em-unreachable';
  const headers =
    error.retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(error.retryAfterMs / 1000)) };
  if (reader !== 'operator') return { problem: problemOf(code), headers };
  return { problem: { ...problemOf(code, error.advice), ...error.words }, headers };
}

/** Errors of body parsers carry the status they propose. */
function statusOf(error: unknown): number | null {
  const status: unknown = error instanceof Error ? Reflect.get(error, 'status') : null;
  return typeof status === 'number' ? status : null;
}

/** The code of an action that Enterprise Manager did not carry out. */
export function actionCodeOf({ isRefusal }: EmError): ErrorCode {
  return isRefusal ? 'em-refused' : 'em-unreachable';
}

/** Any error as an answer. An unforeseen one is `internal` and reveals nothing. */
export function fromError(error: unknown, reader: Reader = 'operator'): ProblemAnswer {
  if (error instanceof Refusal) return fromRefusal(error, reader);
  if (error instanceof EmError) return fromEmError(error, reader);
  const status = statusOf(error);
  if (status === 413) return { problem: problemOf('too-large', `Bodies may have ${MOST_BODY_KB} kB.`), headers: {} };
  if (status !== null && status >= 400 && status < 500) {
    return {
      problem: problemOf('bad-request', 'The address or the body cannot be read; bodies are JSON.'),
      headers: {},
    };
  }
  return { problem: problemOf('internal'), headers: {} };
}
