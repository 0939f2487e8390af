import { type Board, wallBoard } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { inMotion, machinesShown, type WallTask, wallViewOf } from './wall-view.ts';

const at = '2026-01-10T04:00:00.000Z';
const job = '78c3919c-0000-4000-8000-000000000001';
const taskId = '0192aaaa-0000-7000-8000-000000000001';

const board: Board = {
  revision: 3,
  takenAt: at,
  pollSeconds: 10,
  em: { state: 'ok', since: at, lastGoodAt: at, message: 'inner words', newestEventAt: at },
  counts: { failed: 1, retrying: 1, running: 0, recoveredToday: 0, jobs: 9 },
  servers: ['srv12'],
  failed: [
    {
      id: job,
      name: 'Oracle',
      platform: 'linux',
      backupServer: 'srv12',
      state: 'failed',
      run: {
        id: job,
        startedAt: at,
        endedAt: null,
        result: 'failed',
        progress: null,
        machinesFailed: 1,
        machinesTotal: 9,
      },
      reasons: [{ machine: 'ora01', text: 'refused' }],
      streak: 2,
      lastSuccessAt: null,
      nextRunAt: null,
      autoRetryAt: null,
      openRetry: { taskId, state: 'triggered', requestedBy: 'TECH\\anna', requestedAt: at },
      strip: 'N'.repeat(30),
    },
  ],
  tasks: [
    {
      taskId,
      jobId: job,
      jobName: 'Oracle',
      operation: 'RetryAgentJob',
      state: 'triggered',
      requestedBy: 'TECH\\anna',
      requestedFrom: '10.0.0.1',
      requestedAt: at,
      note: 'ticket 4711',
      attempt: 1,
      em: null,
      run: null,
      steps: [],
    },
  ],
};

test('a person on /wall gets the picture of a wall, without people, notes and addresses', () => {
  const view = wallViewOf(board);
  expect(wallBoard.parse(view)).toEqual(view);
  expect(view.failed[0]).toMatchObject({ machines: ['ora01'], reason: 'refused', failedAt: at, retrying: true });
  for (const secret of ['anna', '4711', '10.0.0.1', 'inner words']) expect(JSON.stringify(view)).not.toContain(secret);
});

function task(jobName: string, state: WallTask['state'], progress: number | null = null, changedAt = at): WallTask {
  return { taskId, jobName, state, progress, changedAt };
}

test('retries in motion: running ones furthest first, then the waiting ones, ended ones not at all', () => {
  const tasks = [
    task('waits', 'triggered'),
    task('ends', 'succeeded'),
    task('half', 'running', 50),
    task('most', 'running', 90),
    task('waits longer', 'requested', null, '2026-01-10T03:00:00.000Z'),
  ];
  expect(inMotion(tasks).map(({ jobName }) => jobName)).toEqual(['most', 'half', 'waits longer', 'waits']);
});

test('machines are named, the rest is counted, and all of them are told as all', () => {
  const row = wallViewOf(board).failed[0];
  if (!row) throw new Error('the board has one failed job');
  const six = { ...row, machines: ['a', 'b', 'c', 'd'], machinesFailed: 6, machinesTotal: 48 };
  expect(machinesShown(six, 3)).toEqual({ all: false, names: ['a', 'b', 'c'], more: 3 });
  expect(machinesShown({ ...six, machinesTotal: 6 }, 3)).toEqual({ all: true, total: 6 });
  expect(machinesShown({ ...row, machines: ['a'], machinesFailed: 1, machinesTotal: 1 }, 3)).toEqual({
    all: false,
    names: ['a'],
    more: 0,
  });
  expect(machinesShown({ ...row, machines: [], machinesFailed: null, machinesTotal: null }, 3)).toEqual({
    all: false,
    names: [],
    more: 0,
  });
});
