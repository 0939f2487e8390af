import { expect, test } from 'vitest';
import { type NewTask, Tasks, taskStateAt } from './tasks.ts';

const WISH: NewTask = {
  operation: 'RetryAgentJob',
  doneAt: 100,
  finishedAt: 300,
  success: true,
  message: 'Triggered.',
  runId: undefined,
};

test('tasks are counted from 1 in each logon session', () => {
  const clock = { now: () => 7 };
  const [mine, yours] = [new Tasks(clock), new Tasks(clock)];
  expect([mine.add(WISH).id, mine.add(WISH).id, yours.add(WISH).id]).toEqual(['task-1', 'task-2', 'task-1']);
  expect(mine.get('task-2')).toMatchObject({ ...WISH, createdAt: 7 });
  expect(yours.get('task-2')).toBeUndefined();
});

test('a deleted task is gone and its number is not given again', () => {
  const tasks = new Tasks({ now: () => 0 });
  tasks.add(WISH);
  expect([tasks.delete('task-1'), tasks.delete('task-1')]).toEqual([true, false]);
  expect(tasks.all()).toEqual([]);
  expect(tasks.add(WISH).id).toBe('task-2');
});

test('old tasks are finished and counted on from the last', () => {
  const tasks = new Tasks({ now: () => 7 });
  tasks.add(WISH);
  tasks.addFinished(2, 'CollectingBackupServer');
  expect(tasks.all().map(({ id }) => id)).toEqual(['task-1', 'task-2', 'task-3']);
  expect(tasks.all().map((task) => taskStateAt(task, 7))).toEqual(['Running', 'Finished', 'Finished']);
  expect(tasks.get('task-3')?.message).toBe('Data collection started. To view results, go to Sessions.');
});

test('a task runs, is done on the backup server, is finished', () => {
  const task = new Tasks({ now: () => 0 }).add(WISH);
  expect([0, 99, 100, 299, 300, 9999].map((at) => taskStateAt(task, at))).toEqual([
    'Running',
    'Running',
    'OperationFinished',
    'OperationFinished',
    'Finished',
    'Finished',
  ]);
});

test('a task that waits for the collection is in OperationFinished until then', () => {
  const task = new Tasks({ now: () => 0 }).add({ ...WISH, isCollected: (at) => at >= 900 });
  expect([99, 100, 300, 899, 900].map((at) => taskStateAt(task, at))).toEqual([
    'Running',
    'OperationFinished',
    'OperationFinished',
    'OperationFinished',
    'Finished',
  ]);
});
