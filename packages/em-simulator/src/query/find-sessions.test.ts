import { expect, test } from 'vitest';
import { Parameters } from '#http/exchange.ts';
import { childGuid, taskSessionGuid } from '#world/guid.ts';
import type { Job } from '#world/records.ts';
import type { SessionRow } from '#world/session-row.ts';
import { World } from '#world/world.ts';
import { findSessions, visibleRun } from './find-sessions.ts';
import { questionOf } from './question.ts';
import { agentRuns, backupSessions, taskSessions } from './types.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function worldOf(collectionMinutes = 0) {
  const clock = { at: Date.UTC(2026, 2, 11, 9), now: () => clock.at };
  const world = new World({ seed: 1, jobs: 40, clock, speed: 1, collectionMinutes });
  return { world, clock };
}

function sessions(world: World, filter: string, sort = ''): SessionRow[] {
  const question = questionOf(new Parameters(`filter=${encodeURIComponent(filter)}${sort}`));
  const found = findSessions(world, 'sessions', backupSessions.fields, question);
  return found.slice(0, found.count);
}

/** A job of several machines. */
function largeJob(world: World): Job {
  const job = [...world.jobs.values()].find(({ machines }) => machines.length > 3);
  if (job === undefined) throw new Error('The world has no large job');
  return job;
}

test('the runs of a job are found by its GUID in any form, without their children', () => {
  const { world } = worldOf();
  const job = largeJob(world);
  for (const uid of [job.id.toUpperCase(), `urn:veeam:Job:${job.id}`, `"urn:veeam:AgentBackupJob:${job.id}"`]) {
    const rows = sessions(world, `JobUid==${uid}`, '&sortAsc=CreationTime');
    expect(rows.map(({ run }) => run)).toEqual(world.runsOf(job));
    expect(rows.every(({ place }) => place === -1)).toBe(true);
  }
});

test('a child names another job than its run does, and is found by that', () => {
  const { world } = worldOf();
  const job = largeJob(world);
  const [child] = sessions(world, `JobName=="${job.name} - ${job.machines[1]}"`);
  const uid = child === undefined ? '' : String(backupSessions.fields.jobuid?.of(child));
  expect(world.jobNamedBy(uid)).toBeUndefined();
  const rows = sessions(world, `JobUid==${uid}`);
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.every((row) => row.job === job && row.place === 1)).toBe(true);
});

test('a session is found by its own GUID, a machine by the GUID of its run', () => {
  const { world } = worldOf();
  const job = largeJob(world);
  const run = world.runsOf(job)[0];
  const id = run?.id ?? '';
  expect(sessions(world, `Uid==urn:veeam:BackupJobSession:${id}`).map(({ place }) => place)).toEqual([-1]);
  expect(sessions(world, `Uid==${childGuid(id, 2)}`).map(({ place }) => place)).toEqual([2]);
  const question = questionOf(new Parameters(`filter=JobSessionUid==${id}`));
  const found = findSessions(world, 'machines', taskSessions.fields, question);
  expect(found.count).toBe(run?.machines.length);
});

test('the machines of several runs are found at once, each once, however often and in whatever form a run is named', () => {
  const { world } = worldOf();
  const runs = world.runsOf(largeJob(world)).slice(0, 2);
  const uids = [...runs.map(({ id }) => id), runs[0]?.id.toUpperCase()];
  const question = questionOf(new Parameters(`filter=${uids.map((uid) => `JobSessionUid==${uid}`).join(',')}`));
  const found = findSessions(world, 'machines', taskSessions.fields, question);
  expect(found.count).toBe(runs.reduce((sum, run) => sum + run.machines.length, 0));
  expect(new Set(found.slice(0, found.count).map(({ run }) => run))).toEqual(new Set(runs));
});

test('a value that no run has leads to nothing', () => {
  const { world } = worldOf();
  expect(sessions(world, 'Uid==nonsense')).toEqual([]);
  expect(sessions(world, 'Uid==78c3919c-54d7-43fe-b047-485d3566f11f')).toEqual([]);
  expect(visibleRun(world, '')).toBeUndefined();
});

test('a run is led to from its own GUID, its children and its machines', () => {
  const { world } = worldOf();
  const run = world.runsOf(largeJob(world)).at(-1);
  const id = run?.id ?? '';
  for (const each of [id, childGuid(id, 1), taskSessionGuid(id, 1)]) expect(visibleRun(world, each)?.run).toBe(run);
});

test('an unknown property is refused with 400 wherever the rows are looked for', () => {
  const { world } = worldOf();
  const job = largeJob(world);
  for (const filter of ['Colour==1', `JobName=="${job.name}";Colour==1`, 'JobType==AgentBackup,Colour==1']) {
    expect(() => sessions(world, filter)).toThrow(expect.objectContaining({ status: 400 }));
  }
  expect(() => sessions(world, '', '&sortDesc=Colour')).toThrow(expect.objectContaining({ status: 400 }));
  expect(() => sessions(world, 'CreationTime>soon')).toThrow(expect.objectContaining({ status: 400 }));
});

test('sessions nobody sorted come in no order of time', () => {
  const starts = sessions(worldOf().world, 'JobType==AgentBackup').map(({ start }) => start);
  const rising = starts.filter((start, place) => start >= (starts[place - 1] ?? 0)).length;
  expect(rising / starts.length).toBeGreaterThan(0.3);
  expect(rising / starts.length).toBeLessThan(0.7);
});

test('the runs of agent jobs are those sessions that are neither children nor of virtual machines', () => {
  const { world } = worldOf();
  const found = findSessions(world, 'agent-runs', agentRuns.fields, questionOf(new Parameters('sortAsc=CreationTime')));
  const idsOf = (rows: SessionRow[]) => rows.map(({ run }) => run.id).toSorted();
  expect(idsOf(found.slice(0, found.count))).toEqual(idsOf(sessions(world, 'JobType==agentbackup')));
});

test('a run and all its children are listed for 30 days, whether their job is named or not', () => {
  const { world, clock } = worldOf();
  const job = largeJob(world);
  const begun = world.runsOf(job)[0]?.start ?? 0;
  const sinceThen = `CreationTime>${new Date(begun + 1).toISOString()}`;
  const family = `JobName>="${job.name}";JobName<="${job.name} - ~"`;
  for (let minute = -2; minute < 60; minute += 1) {
    clock.at = begun + 30 * DAY + minute * MINUTE;
    for (const machine of job.machines) {
      const name = `"${job.name} - ${machine}"`;
      const named = sessions(world, `${sinceThen};JobName==${name}`, '&sortAsc=CreationTime');
      const among = sessions(
        world,
        `${sinceThen};${family};JobName>=${name};JobName<=${name}`,
        '&sortAsc=CreationTime',
      );
      expect(among).toEqual(named);
      if (minute >= 0) expect(among.every(({ number }) => number > 0)).toBe(true);
    }
  }
});

test('a run is not known before it is collected', () => {
  const { world, clock } = worldOf(15);
  const job = largeJob(world);
  const before = sessions(world, `JobUid==${job.id}`).length;
  const id = world.runsOf(job).at(-1)?.id ?? '';
  world.addRun(job, {
    id: 'late',
    jobId: job.id,
    number: before,
    start: clock.at + 1,
    end: clock.at + 2,
    result: 'failed',
    isRetry: false,
    machines: [],
  });
  clock.at += 15 * MINUTE - 1;
  expect(sessions(world, `JobUid==${job.id}`)).toHaveLength(before);
  clock.at += 1;
  expect(sessions(world, `JobUid==${job.id}`)).toHaveLength(before + 1);
  expect(visibleRun(world, id)).toBeDefined();
});
