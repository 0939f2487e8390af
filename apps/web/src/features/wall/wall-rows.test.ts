import { expect, test } from 'vitest';
import type { WallJob } from './urgency.ts';
import { groupSum, jobsOf, wallRows } from './wall-rows.ts';

const nas = { key: 'nas-away', title: 'A share cannot be reached', family: 'repository-unreachable' };
const silent = { key: 'says-nothing-1', title: 'Enterprise Manager gives no reason', family: 'says-nothing' };

function job(name: string, change: Partial<WallJob> = {}): WallJob {
  return {
    id: name,
    name,
    state: 'failed',
    machines: [`${name}-1`],
    machinesFailed: 1,
    machinesTotal: 3,
    reason: 'x',
    cause: nas,
    failedAt: '2026-01-10T04:00:00.000Z',
    streak: 1,
    lastSuccessAt: '2026-01-09T04:00:00.000Z',
    retrying: false,
    ...change,
  };
}

function shown(jobs: readonly WallJob[]): string[] {
  return wallRows(jobs).map((row) => ('group' in row ? `${row.group.jobs.length} × ${row.group.title}` : row.job.name));
}

test('sixty failures of four causes are four rows, and each stands where its most urgent job would', () => {
  const causes = ['a', 'b', 'c', 'd'].map((key) => ({ key, title: key, family: 'unclassified' }));
  const jobs = Array.from({ length: 60 }, (_, n) =>
    job(`${n}`, { cause: causes[n % 4] ?? null, streak: n === 50 ? 9 : 1 }),
  );
  expect(shown(jobs)).toEqual(['15 × c', '15 × a', '15 × b', '15 × d']);
  expect(wallRows(jobs).flatMap(jobsOf)).toHaveLength(60);
});

test('a job alone with its cause, without a known one, or whose reason says nothing stays a row of its own', () => {
  const older = job('older');
  delete older.cause;
  expect(
    shown([
      job('alone'),
      job('none', { cause: null }),
      job('none too', { cause: null }),
      job('silent', { cause: silent }),
      job('silent too', { cause: silent }),
      older,
    ]),
  ).toEqual(['alone', 'none', 'none too', 'older', 'silent', 'silent too']);
});

test('a row of a cause counts each machine once, and names its longest streak and its newest failure', () => {
  const jobs = [
    job('a', { machines: ['fs01', 'fs02'], machinesFailed: 5, streak: 2 }),
    job('b', { machines: ['fs01'], streak: 7, retrying: true }),
    job('c', { machines: ['fs03'], failedAt: '2026-01-10T05:00:00.000Z' }),
  ];
  const group = { title: 't', jobs };
  expect(groupSum(group)).toEqual({
    machines: 6,
    atLeast: false,
    worst: jobs[1],
    newestFailure: Date.parse('2026-01-10T05:00:00.000Z'),
    retrying: 1,
  });
  const unread = { ...group, jobs: [...jobs, job('d', { machines: [], machinesFailed: null })] };
  expect(groupSum(unread)).toMatchObject({ machines: 6, atLeast: true });
});
