import type { JobDetail, Task } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { readEvery } from './queries.ts';

const at = '2026-01-10T04:00:00.000Z';

function detail(change: Partial<JobDetail['job']> = {}, retry: Task['state'] | null = null): JobDetail {
  const job: JobDetail['job'] = {
    id: '78c3919c-0000-4000-8000-000000000001',
    name: 'Oracle',
    platform: 'linux',
    backupServer: null,
    state: 'failed',
    run: null,
    reasons: [],
    streak: 1,
    lastSuccessAt: null,
    nextRunAt: null,
    autoRetryAt: null,
    openRetry: null,
    strip: '',
    ...change,
  };
  const task: Task = {
    taskId: '0192aaaa-0000-7000-8000-000000000001',
    jobId: job.id,
    jobName: job.name,
    operation: 'RetryAgentJob',
    state: retry ?? 'succeeded',
    requestedBy: 'TECH\\anna',
    requestedFrom: null,
    requestedAt: at,
    note: null,
    attempt: 1,
    em: null,
    run: null,
    steps: [],
  };
  return { job, description: null, runs: [], retries: retry ? [task] : [] };
}

test('a job is read every two seconds while a retry of it is open', () => {
  expect(readEvery(detail({}, 'triggered'))).toBe(2000);
  const openRetry = { taskId: '0192aaaa-0000-7000-8000-000000000001', requestedBy: 'TECH\\anna', requestedAt: at };
  expect(readEvery(detail({ openRetry: { ...openRetry, state: 'running' } }))).toBe(2000);
});

test('a running job is read more often than one at rest, and an ended retry does not count', () => {
  expect(readEvery(detail({ state: 'running' }, 'failed'))).toBe(5000);
  expect(readEvery(detail({}, 'succeeded'))).toBe(10_000);
  expect(readEvery(undefined)).toBe(10_000);
});
