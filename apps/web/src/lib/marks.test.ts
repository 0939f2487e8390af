import type { JobRow } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { markOfJob } from './marks.ts';

function job(state: JobRow['state'], result: 'success' | 'warning' | 'failed' | 'unknown' | null) {
  const run: JobRow['run'] = result && {
    id: '0a000000-0000-4000-8000-000000000001',
    startedAt: '2026-11-23T07:00:00.000Z',
    endedAt: '2026-11-23T07:10:00.000Z',
    result,
    progress: 100,
    machinesFailed: 0,
    machinesTotal: 1,
  };
  return { state, run };
}

test.each([
  ['idle', 'success', 'ok'],
  ['idle', 'warning', 'warning'],
  ['idle', 'unknown', 'unknown'],
  ['idle', null, 'unknown'],
  ['unknown', 'unknown', 'unknown'],
  ['never', null, 'unknown'],
  ['running', 'failed', 'running'],
  ['failed', 'failed', 'failed'],
] as const)('a job that is %s with a newest run that came to %s is %s', (state, result, mark) => {
  expect(markOfJob(job(state, result))).toBe(mark);
});
