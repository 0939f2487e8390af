import { describe, expect, test } from 'vitest';
import { firstOwnRun, newRuns, ownTask, type TaskOwnership, taskCandidates } from './evidence.ts';
import type { Baseline } from './retry.ts';
import { sampleNewRun, sampleRun, sampleTask, T0 } from './samples.ts';

const baseline: Baseline = {
  runIds: ['run-old'],
  oldestAt: T0 - 3_600_000,
  newestAt: T0 - 3_600_000,
  taskMark: { logonId: 'logon-a', taskId: 'task-1' },
  emSentAt: T0,
};
const asked = { id: 'r1', jobName: 'Oracle Backup', baseline };
const alone: TaskOwnership = {
  ownedTaskIds: new Set(),
  ownedRunIds: new Set(),
  jobNames: new Set(['Oracle Backup']),
  seekers: [{ id: 'r1', jobName: 'Oracle Backup' }],
};
const crowd: TaskOwnership = { ...alone, seekers: [...alone.seekers, { id: 'r2', jobName: 'Mail' }] };
const task = (taskId: string, message: string | null = null, logonId = 'logon-a') =>
  sampleTask({ ref: { taskId, logonId }, result: message === null ? null : { success: true, message } });

describe('tasks that may be an unanswered request', () => {
  test('a task known before, another retry’s, or one that another logon session made is none', () => {
    const tasks = [task('task-1'), task('task-2'), task('task-3', null, 'logon-b'), task('task-12')];
    const claims = { ...alone, ownedTaskIds: new Set(['task-2']) };
    expect(taskCandidates(asked, tasks, claims).map(({ ref }) => ref.taskId)).toEqual(['task-12']);
  });

  test('without the number of tasks before the request nothing can be attributed', () => {
    expect(taskCandidates({ ...asked, baseline: { ...baseline, taskMark: null } }, [task('task-2')], alone)).toEqual(
      [],
    );
  });

  test('a task that names another job of ours, or links to its run, is none, though nobody found it in time', () => {
    const others = { ...alone, ownedRunIds: new Set(['run-of-mail']), jobNames: new Set(['Oracle Backup', 'Mail']) };
    const tasks = [
      task('task-2', 'Job "Mail" triggered to retry.'),
      { ...task('task-3'), runId: 'run-of-mail' },
      task('task-4', 'Job "Unknown" triggered to retry.'),
    ];
    expect(taskCandidates(asked, tasks, others).map(({ ref }) => ref.taskId)).toEqual(['task-4']);
  });

  test('one new task and one retry without its task belong together', () => {
    expect(ownTask(asked, [task('task-2')], alone, new Set())?.ref.taskId).toBe('task-2');
  });

  test('with two retries without a task, the order of tasks is no proof', () => {
    expect(ownTask(asked, [task('task-2'), task('task-3')], crowd, new Set())).toBeNull();
    expect(ownTask(asked, [task('task-2')], crowd, new Set())).toBeNull();
  });

  test('with two retries without a task, a message that names the job is proof', () => {
    const tasks = [task('task-2', 'Job "Mail" triggered to retry.'), task('task-3', 'Job "Oracle Backup" triggered.')];
    expect(ownTask(asked, tasks, crowd, new Set())?.ref.taskId).toBe('task-3');
  });

  test('a name that two of our jobs bear is no proof, a link to the new run is', () => {
    const namesakes = { ...alone, seekers: [...alone.seekers, { id: 'r2', jobName: 'Oracle Backup' }] };
    const named = task('task-2', 'Job "Oracle Backup" triggered.');
    expect(ownTask(asked, [named], namesakes, new Set())).toBeNull();
    expect(ownTask(asked, [{ ...named, runId: 'run-new' }], namesakes, new Set(['run-new']))).not.toBeNull();
  });
});

describe('runs that may be what a retry led to', () => {
  test('runs of the baseline, of another retry, of machines, and older ones that come into view are none', () => {
    const runs = [
      sampleNewRun(),
      sampleNewRun({ id: 'run-of-another' }),
      sampleNewRun({ id: 'child', kind: 'machine' }),
      sampleRun(),
      sampleRun({ id: 'ancient', createdAt: T0 - 9_000_000 }),
    ];
    expect(newRuns(baseline, runs, new Set(['run-of-another'])).map(({ id }) => id)).toEqual(['run-new']);
  });

  test('a run that was over before the request by Enterprise Manager’s own clock has only been collected late', () => {
    const over = (endedAt: number) => sampleRun({ id: 'late', createdAt: T0 - 900_000, endedAt });
    expect(newRuns(baseline, [over(T0 - 1)], new Set())).toEqual([]);
    expect(newRuns(baseline, [over(T0)], new Set())).toHaveLength(1);
    // Given without a fraction it may have ended at any moment of that second.
    expect(newRuns({ ...baseline, emSentAt: T0 + 400 }, [over(T0)], new Set())).toHaveLength(1);
    expect(newRuns({ ...baseline, emSentAt: T0 + 400 }, [over(T0 + 399)], new Set())).toEqual([]);
    expect(newRuns({ ...baseline, emSentAt: null }, [over(T0 - 1)], new Set())).toHaveLength(1);
  });

  const late = sampleNewRun({ id: 'late', createdAt: T0 - 600_000 });
  const own = sampleNewRun({ id: 'own', createdAt: T0 + 5_000 });
  const next = sampleNewRun({ id: 'next', createdAt: T0 + 500_000 });

  const triggered = { isTriggered: true, isUnseen: false };

  test('of several, the first that began after the request is taken, not one collected late', () => {
    expect(firstOwnRun([late, own, next], baseline, T0, triggered)?.id).toBe('own');
  });

  test('one that began before the request is taken only where nothing better has come for long', () => {
    expect(firstOwnRun([late], baseline, T0, triggered)).toBeNull();
    expect(firstOwnRun([late], baseline, T0, { ...triggered, isUnseen: true })?.id).toBe('late');
  });

  test('one that began before the request and is over, without an end that can be true, is never attributed', () => {
    const over = sampleNewRun({ id: 'over', createdAt: T0 - 300_000, endedAt: null, state: 'stopped' });
    const unseen = { ...triggered, isUnseen: true };
    expect(firstOwnRun([over], baseline, T0, unseen)).toBeNull();
    expect(firstOwnRun([over, own], baseline, T0, unseen)?.id).toBe('own');
  });

  test('a run that was listed before the request is not new, whatever dates it has', () => {
    const listed = sampleNewRun({ id: 'run-old', createdAt: T0 + 5_000, endedAt: null });
    expect(newRuns(baseline, [listed, own], new Set()).map(({ id }) => id)).toEqual(['own']);
  });

  test('of several the first that is a retry is taken: the schedule may have run before a request that was carried out late', () => {
    const ofSchedule = sampleNewRun({ id: 'schedule', createdAt: T0 + 1_000, isRetry: false });
    for (const isTriggered of [true, false]) {
      expect(firstOwnRun([ofSchedule, own, next], baseline, T0, { ...triggered, isTriggered })?.id).toBe('own');
      expect(firstOwnRun([ofSchedule], baseline, T0, { ...triggered, isTriggered })?.id).toBe('schedule');
    }
  });

  test('one that began a moment before the request and is over is not taken at once, one that goes on is', () => {
    const near = (endedAt: number | null) =>
      sampleNewRun({ id: 'near', createdAt: T0 - 30_000, endedAt, state: endedAt === null ? 'working' : 'stopped' });
    expect(firstOwnRun([near(T0 + 300)], baseline, T0, triggered)).toBeNull();
    expect(firstOwnRun([near(T0 + 300), own], baseline, T0, triggered)?.id).toBe('own');
    expect(firstOwnRun([near(null)], baseline, T0, triggered)?.id).toBe('near');
  });

  test('without the result of the task, a run that began before the request is not attributed', () => {
    for (const isUnseen of [false, true]) {
      const without = { isTriggered: false, isUnseen };
      expect(firstOwnRun([late, own, next], baseline, T0, without)?.id).toBe('own');
      expect(firstOwnRun([late], baseline, T0, without)).toBeNull();
    }
  });
});
