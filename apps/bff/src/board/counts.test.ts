import { board as boardSchema, type Task, wallBoard } from '@retry-desk/contract';
import type { AgentJob } from '@retry-desk/em-client';
import { describe, expect, test } from 'vitest';
import { Inventory } from '#mirror/inventory.ts';
import { type RunRecord, toRecord } from '#mirror/run-record.ts';
import {
  DAY,
  guid,
  HOUR,
  MINUTE,
  NOON,
  runsOf,
  sampleJob,
  sampleMachine,
  sampleRun,
} from '../../tests/board-samples.ts';
import { type BoardView, recoveryOf, startOfLocalDay, unknownView } from './counts.ts';
import { IncrementalView } from './incremental-view.ts';
import { type Known, type KnownRetries, noRetries } from './sources.ts';
import { wallOf } from './wall.ts';

function viewOf(known: Known, retries: KnownRetries, now: number): BoardView {
  const job = (id: string) => known.jobs.find((each) => each.id === id);
  return new IncrementalView({ ...known, job }).view(
    known.jobs.map(({ id }) => id),
    retries,
    now,
  );
}

function knownOf(runsByJob: Record<string, RunRecord[]>, jobs: AgentJob[] = []): Known {
  const all = jobs.length > 0 ? jobs : Object.keys(runsByJob).map((id) => sampleJob({ id, name: `Job ${id}` }));
  return { jobs: all, runsOf: (id) => runsByJob[id] ?? [], machinesOf: () => undefined };
}

function retryOf(jobId: string, state: Task['state']): Task {
  const at = new Date(NOON).toISOString();
  return {
    taskId: '0192aaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa',
    jobId,
    jobName: 'Oracle Backup',
    operation: 'RetryAgentJob',
    state,
    requestedBy: 'TECH\\anna',
    requestedFrom: '10.0.0.1',
    requestedAt: at,
    note: 'ticket 42',
    attempt: 1,
    em: null,
    run: null,
    steps: [{ state, at, evidence: null }],
  };
}

function holding(task: Task): KnownRetries {
  const { taskId, state, requestedBy, requestedAt } = task;
  return {
    ...noRetries,
    cards: [task],
    openRetry: (id) => (id === task.jobId ? { taskId, state, requestedBy, requestedAt } : null),
  };
}

describe('before the first good read', () => {
  test('every number is unknown and no job is listed', () => {
    const view = unknownView([]);
    expect(view.failed).toEqual([]);
    expect(new Set(Object.values(view.counts))).toEqual(new Set([null]));
  });

  test('our own retries are shown all the same', () => {
    expect(unknownView([retryOf(guid(1), 'running')]).tasks).toHaveLength(1);
  });
});

describe('the numbers', () => {
  test('failed, running and all jobs are counted by their newest run', () => {
    const { counts } = viewOf(
      knownOf({ [guid(1)]: runsOf('SF'), [guid(2)]: runsOf('FS'), [guid(3)]: runsOf('FR'), [guid(4)]: [] }),
      noRetries,
      NOON,
    );
    expect(counts).toMatchObject({ failed: 1, running: 1, jobs: 4, retrying: 0 });
  });

  test('a job that runs because we retried it counts as retrying, not as running', () => {
    const { counts } = viewOf(
      knownOf({ [guid(1)]: runsOf('FR'), [guid(2)]: runsOf('SR') }),
      holding(retryOf(guid(1), 'running')),
      NOON,
    );
    expect(counts).toMatchObject({ running: 1, retrying: 1 });
  });

  test('a retry that has ended is not retrying any more', () => {
    const retries = { ...noRetries, cards: [retryOf(guid(1), 'failed')] };
    expect(viewOf(knownOf({ [guid(1)]: runsOf('F') }), retries, NOON).counts.retrying).toBe(0);
  });

  test('a failed job with an open retry stays in the list and shows it', () => {
    const view = viewOf(knownOf({ [guid(1)]: runsOf('F') }), holding(retryOf(guid(1), 'accepted')), NOON);
    expect(view.failed[0]?.openRetry).toMatchObject({ state: 'accepted', requestedBy: 'TECH\\anna' });
  });

  test('children of machines change nothing, whatever they came to', () => {
    const inventory = new Inventory();
    inventory.takeJobs([sampleJob()]);
    inventory.takeRuns([
      sampleRun({ result: 'success' }),
      sampleRun({ kind: 'machine', createdAt: NOON - HOUR, result: 'failed', jobName: 'Oracle Backup - ora01' }),
    ]);
    const known = { jobs: inventory.jobs(), runsOf: (id: string) => inventory.runsOf(id), machinesOf: () => undefined };
    expect(viewOf(known, noRetries, NOON).counts).toMatchObject({ failed: 0, jobs: 1 });
  });
});

describe('recovered today', () => {
  const dayStart = startOfLocalDay(NOON);
  const at = (hours: number, result: 'success' | 'warning' | 'failed') =>
    toRecord(sampleRun({ createdAt: dayStart + hours * HOUR, endedAt: dayStart + hours * HOUR + MINUTE, result }));

  test.each([
    ['a failed run of yesterday, good today', [at(2, 'success'), at(-10, 'failed')], true],
    ['a warning is good enough', [at(2, 'warning'), at(-10, 'failed')], true],
    ['failed and recovered today', [at(3, 'success'), at(2, 'failed')], true],
    ['still recovered after a second good run', [at(5, 'success'), at(3, 'success'), at(-2, 'failed')], true],
    ['good before and good now', [at(3, 'success'), at(-10, 'success')], false],
    ['recovered yesterday', [at(-2, 'success'), at(-10, 'failed')], false],
    ['recovered yesterday, good again today', [at(2, 'success'), at(-2, 'success'), at(-10, 'failed')], false],
    ['failed again since', [at(4, 'failed'), at(3, 'success'), at(2, 'failed')], false],
    ['no run', [], false],
  ])('%s: %s', (_what, runs, recovered) => {
    expect((recoveryOf(runs) ?? Number.NEGATIVE_INFINITY) >= dayStart).toBe(recovered);
  });

  test('the day begins at midnight of the server', () => {
    const start = new Date(dayStart);
    expect([start.getHours(), start.getMinutes(), start.getSeconds()]).toEqual([0, 0, 0]);
    expect(NOON - dayStart).toBeLessThan(DAY);
  });

  test('is counted', () => {
    const known = knownOf({ [guid(1)]: [at(2, 'success'), at(-10, 'failed')], [guid(2)]: [at(2, 'success')] });
    expect(viewOf(known, noRetries, dayStart + 5 * HOUR).counts.recoveredToday).toBe(1);
  });
});

describe('the rows', () => {
  test('the newest failure stands first', () => {
    const view = viewOf(
      knownOf({ [guid(1)]: runsOf('F', NOON - DAY), [guid(2)]: runsOf('F'), [guid(3)]: runsOf('F', NOON - HOUR) }),
      noRetries,
      NOON,
    );
    expect(view.failed.map(({ id }) => id)).toEqual([guid(2), guid(3), guid(1)]);
  });

  test('jobs of the same name stay apart, and in the same order every time', () => {
    const jobs = [3, 1, 2].map((number) => sampleJob({ id: guid(number), name: 'Backup' }));
    const runs = runsOf('F');
    const view = viewOf(knownOf({ [guid(1)]: runs, [guid(2)]: runs, [guid(3)]: runs }, jobs), noRetries, NOON);
    expect(view.failed.map(({ id }) => id)).toEqual([guid(1), guid(2), guid(3)]);
  });

  test('servers are listed once each', () => {
    const jobs = ['b', 'a', 'b'].map((name, at) => sampleJob({ id: guid(at + 1), backupServer: { id: null, name } }));
    expect(
      viewOf(knownOf({}, [...jobs, sampleJob({ id: guid(9), backupServer: null })]), noRetries, NOON).servers,
    ).toEqual(['a', 'b']);
  });

  test('the same input gives the same output and is left as it was', () => {
    const known = knownOf({ [guid(1)]: runsOf('SFff'), [guid(2)]: runsOf('F') });
    const before = JSON.stringify(known.jobs);
    expect(viewOf(known, noRetries, NOON)).toEqual(viewOf(known, noRetries, NOON));
    expect(JSON.stringify(known.jobs)).toBe(before);
  });
});

describe('the wall', () => {
  const machines = [
    sampleMachine({ machine: 'ora01', result: 'failed', reason: 'full' }),
    sampleMachine({ machine: 'ora02', result: 'failed', reason: 'gone' }),
  ];
  const known = { ...knownOf({ [guid(1)]: runsOf('SF') }), machinesOf: () => machines };
  const at = new Date(NOON).toISOString();
  const board = boardSchema.parse({
    revision: 3,
    takenAt: at,
    pollSeconds: 10,
    journal: { state: 'not-responding', since: at },
    em: { state: 'down', since: at, lastGoodAt: at, message: 'em:9398 account svc', newestEventAt: at },
    ...viewOf(known, holding(retryOf(guid(1), 'running')), NOON),
  });

  test('shows failed jobs with machines and the first reason', () => {
    const wall = wallOf(board);
    expect(wallBoard.parse(wall)).toEqual(wall);
    expect(wall.failed[0]).toMatchObject({ machines: ['ora01', 'ora02'], reason: 'full', retrying: true, streak: 1 });
    expect(wall.journal).toEqual({ state: 'not-responding', since: at });
    expect(wall.tasks[0]).toMatchObject({ jobName: 'Oracle Backup', state: 'running' });
  });

  test('distinguishes a failed job from one with an unknown result', () => {
    const [row] = board.failed;
    const rows = row ? [row, { ...row, state: 'unknown' as const }] : [];
    expect(wallOf({ ...board, failed: rows }).failed.map(({ state }) => state)).toEqual(['failed', 'unknown']);
  });

  test('names no person, no note, no address and no inner message', () => {
    const text = JSON.stringify(wallOf(board));
    for (const canary of ['anna', 'ticket 42', '10.0.0.1', 'account svc', 'srv12']) expect(text).not.toContain(canary);
  });
});
