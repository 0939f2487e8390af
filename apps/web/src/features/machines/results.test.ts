import type { JobRow } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { type Found, findsOf, type Machine, spokenOf } from './results.ts';

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

function found({ jobs = [], machines = [], ...rest }: Partial<Found>): Found {
  return { jobs, machines, machineCount: machines.length, unread: 0, ...rest };
}

const jobs = (count: number) => Array.from({ length: count }, (_, index) => job(`job ${index}`, 'idle'));

test('jobs stand before machines, and the person as typed comes last', () => {
  const finds = findsOf(' ora ', found({ jobs: [job('Oracle', 'failed')], machines: [machine] }));
  expect(finds.map(({ kind, label }) => [kind, label])).toEqual([
    ['job', 'Oracle'],
    ['machine', 'ora01'],
    ['person', 'ora'],
  ]);
  expect(finds.map(({ mark }) => mark)).toEqual(['failed', 'warning', null]);
});

test('an empty search finds nothing; of a long list the first are shown, with the way to all of them', () => {
  expect(findsOf('  ', found({ jobs: jobs(1), machines: [machine] }))).toEqual([]);
  const kinds = (of: Partial<Found>) => findsOf('job', found(of)).map(({ kind, label }) => `${kind} ${label}`);
  expect(kinds({ jobs: jobs(6), machines: [machine] })).toHaveLength(8);
  const cut = kinds({ jobs: jobs(20), machines: [machine], machineCount: 214 });
  expect(cut.slice(5)).toEqual([
    'job job 5',
    'all-jobs All 20 jobs',
    'machine ora01',
    'all-machines All 214 machines',
    'person job',
  ]);
});

test('a search is announced once it is complete, with how many were found and are listed, and silent while somebody types', () => {
  const spoken = (of: Partial<Found>, isComplete = true, hasFailed = false) =>
    spokenOf({ found: found(of), isComplete, hasFailed });
  expect(spoken({ jobs: jobs(2) }, false)).toBe('');
  expect(spoken({ jobs: jobs(2), machines: [machine] })).toMatch(/^2 jobs and 1 machine found\. Arrow/);
  expect(spoken({ jobs: jobs(20), machines: [machine] })).toMatch(
    /^20 jobs \(the first 6 listed\) and 1 machine found\./,
  );
  expect(spoken({})).toBe('No job and no machine found.');
  expect(spoken({ unread: 3 })).toMatch(/^No job and no machine found\. The machines of 3 jobs have not been read yet/);
  expect(spoken({}, true, true)).toBe('The search is not responding.');
});
