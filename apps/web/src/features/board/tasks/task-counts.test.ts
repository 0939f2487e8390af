import { expect, test } from 'vitest';
import { guidOf, madeTask } from '#lib/test-rows.ts';
import { taskCounts } from './task-counts.ts';

const run = { id: guidOf(9), startedAt: '2026-11-23T08:00:05.000Z', endedAt: null, result: null, progress: 20 };
const running = { ...run, machinesDone: 0, machinesTotal: 4, reasons: [] };

test('retries are counted by what is to be done about them, with the percentage of the only one that runs', () => {
  const tasks = [
    madeTask(1, { state: 'running', run: running }),
    madeTask(2, { state: 'triggered' }),
    madeTask(3, { state: 'unconfirmed' }),
    madeTask(4, { state: 'warning' }),
  ];
  expect(taskCounts(tasks)).toEqual({ backingUp: 1, percent: 20, waiting: 1, person: 1, ended: 1 });
  const two = [...tasks, madeTask(5, { state: 'running', run: running })];
  expect(taskCounts(two)).toMatchObject({ backingUp: 2, percent: null });
});

test('of each job only the newest retry counts: a failure that is tried again needs nobody', () => {
  const before = { ...madeTask(1, { state: 'failed' }), taskId: madeTask(2).taskId };
  expect(taskCounts([madeTask(1), before])).toMatchObject({ waiting: 1, person: 0 });
});
