import type { ErrorCode, Problem } from '@retry-desk/contract';
import { Refusal } from '#route.ts';

type Shape = { status: number; title: string };

/** Refusals that one retry of several can meet, with the status it would have had alone. */
const shapes: Partial<Record<ErrorCode, Shape>> = {
  'not-found': { status: 404, title: 'Not found' },
  'job-not-failed': { status: 409, title: 'The job is not failed' },
  'retry-open': { status: 409, title: 'A retry of this job is open' },
  'run-changed': { status: 409, title: 'The job has run since' },
  'idempotency-mismatch': { status: 422, title: 'The key came with another request' },
  'retry-limit': { status: 429, title: 'Too many retries' },
  'em-refused': { status: 502, title: 'Enterprise Manager refused' },
  'em-unreachable': { status: 503, title: 'Enterprise Manager does not answer' },
  'store-unavailable': { status: 503, title: 'The journal is not available' },
};

const inner: Shape = { status: 500, title: 'Something went wrong in Retry Desk' };

/** The outcome of one retry of several that was refused. Nothing inner gets out. */
export function problemOf(error: unknown): Problem {
  const refusal = error instanceof Refusal ? error : null;
  const shape = refusal ? shapes[refusal.code] : undefined;
  if (refusal === null || shape === undefined) return { type: 'about:blank', code: 'internal', ...inner };
  const { code, detail, extra } = refusal;
  return {
    type: 'about:blank',
    code,
    ...shape,
    ...(detail === undefined ? {} : { detail }),
    ...(extra.task ? { task: extra.task } : {}),
    ...(extra.emMessage === undefined ? {} : { emMessage: extra.emMessage }),
  };
}
