import type { JobRow } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { findsOf, type Machine, spokenOf } from './results.ts';

function job(
  name: string,
  state: JobRow['state'],
  result: 'success' | 'warning' | 'failed' | 'unknown' = 'success',
): JobRow {
  return {
    id: `id of ${name}`,
    name,
    platform: 'linux',
    backupServer: 'srv12',
    state,
    run: {
      id: 'run',
      startedAt: '2026-01-10T04:00:00.000Z',
      endedAt: null,
      result,
      progress: null,
      machinesFailed: null,
      machinesTotal: null,
    },
    reasons: [],
    streak: 0,
    lastSuccessAt: null,
    nextRunAt: null,
    autoRetryAt: null,
    openRetry: null,
    strip: '',
  };
}

const machine: Machine = {
  machine: 'ora01',
  results: [{ jobId: 'j', jobName: 'Oracle', runId: 'r', result: 'warning', endedAt: null, reason: null }],
};

test('jobs stand before machines, and the person as typed comes last', () => {
  const finds = findsOf(' ora ', [job('Oracle', 'failed')], [machine]);
  expect(finds.map(({ kind, label }) => [kind, label])).toEqual([
    ['job', 'Oracle'],
    ['machine', 'ora01'],
    ['person', 'ora'],
  ]);
  expect(finds.map(({ mark }) => mark)).toEqual(['failed', 'warning', null]);
});

test('an empty search finds nothing and a long list is cut', () => {
  expect(findsOf('  ', [job('a', 'idle')], [machine])).toEqual([]);
  const jobs = Array.from({ length: 20 }, (_, index) => job(`job ${index}`, 'idle'));
  expect(findsOf('job', jobs, []).filter(({ kind }) => kind === 'job')).toHaveLength(6);
});

test('a search is announced once it is complete, with how many are listed, and silent while somebody types', () => {
  const finds = findsOf('ora', [job('Oracle', 'failed'), job('Oracle 2', 'idle')], [machine]);
  expect(spokenOf({ finds, isComplete: false, hasFailed: false })).toBe('');
  expect(spokenOf({ finds, isComplete: true, hasFailed: false })).toMatch(/^2 jobs and 1 machine listed\./);
  expect(spokenOf({ finds: findsOf('x1', [], []), isComplete: true, hasFailed: false })).toMatch(
    /^0 jobs and 0 machines/,
  );
  expect(spokenOf({ finds, isComplete: true, hasFailed: true })).toBe('The search is not responding.');
});
