import { expect, test } from 'vitest';
import type { WallJob } from './urgency.ts';
import { wallRows } from './wall-rows.ts';
import { inMotion, machinesShown, othersOf, type WallTask } from './wall-view.ts';

const at = '2026-01-10T04:00:00.000Z';
const job = '78c3919c-0000-4000-8000-000000000001';
const taskId = '0192aaaa-0000-7000-8000-000000000001';

const row: WallJob = {
  id: job,
  name: 'Oracle',
  state: 'failed',
  machines: ['ora01'],
  machinesFailed: 1,
  machinesTotal: 4,
  reason: 'refused',
  failedAt: at,
  streak: 2,
  lastSuccessAt: null,
  retrying: true,
};

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

test('machines are named by their host name as far as there is room, and the rest is counted', () => {
  const many = { ...row, machines: ['gra-nb-100.tech.local', 'gra-nb-104.tech.local', 'gra-nb-105', 'gra-nb-106'] };
  expect(machinesShown({ ...many, machinesFailed: 6, machinesTotal: 48 })).toEqual({
    all: false,
    names: ['gra-nb-100', 'gra-nb-104'],
    more: 4,
  });
  const long = 'a-machine-with-a-very-long-host-name';
  expect(machinesShown({ ...row, machines: [long, 'b'], machinesFailed: null })).toMatchObject({
    names: [long],
    more: 1,
  });
  expect(machinesShown({ ...row, machines: ['10.1.2.3'] })).toMatchObject({ names: ['10.1.2.3'], more: 0 });
});

test('when every machine failed it is shown as all of them, unless there is but one', () => {
  expect(machinesShown({ ...row, machinesFailed: 4, machinesTotal: 4 })).toEqual({ all: true, total: 4 });
  expect(machinesShown({ ...row, machinesFailed: 1, machinesTotal: 1 })).toEqual({
    all: false,
    names: ['ora01'],
    more: 0,
  });
});

test('machines that have not been read are not made up', () => {
  const unread = { ...row, machines: [], machinesFailed: null, machinesTotal: null };
  expect(machinesShown(unread)).toEqual({ all: false, names: [], more: 0 });
});

test('of the rows on other pages the wall shows causes that several jobs have, most first, and the name of each other job', () => {
  const titles = ['The disk is full', 'The backup repository NAS … cannot be reached'];
  const [full, away] = titles.map((title) => ({ key: title, title, family: 'space' }));
  const of = (name: string, cause: WallJob['cause'] = null) => ({ ...row, name, cause });
  const jobs = [of('a', full), of('b', away), of('c'), of('d', away), of('e', full), of('f', away), of('g')];
  expect(othersOf(wallRows(jobs))).toEqual({
    causes: [
      { count: 3, title: 'The backup repository NAS …' },
      { count: 2, title: 'The disk is full' },
    ],
    names: ['c', 'g'],
  });
  expect(othersOf([])).toEqual({ causes: [], names: [] });
});
