import type { DiscoveredComputer } from '@retry-desk/em-client';
import { expect, test } from 'vitest';
import type { LookedUp } from '#mirror/computers.ts';
import type { LastGood, MachinesOfJob } from '#mirror/machines-of-job.ts';
import { guid, HOUR, NOON, sampleJob } from '../../tests/board-samples.ts';
import { type BackupAge, comparePlaces, machinesOfJobs, placeOf } from './backup-ages.ts';
import { idleAge, matchComputers, namesOf } from './idle-computers.ts';

function computer(name: string): DiscoveredComputer {
  return { id: guid(name.length), name, protectionGroup: 'Group', backupServer: 'srv', agentStatus: 'Installed' };
}

function ofJob(machines: Record<string, LastGood>): MachinesOfJob {
  const newest = { runId: guid(5), result: 'success', endedAt: NOON, reason: null } as const;
  return {
    machines: Object.entries(machines).map(([machine, lastGood]) => ({
      key: machine.toLowerCase(),
      machine,
      lastGood,
      newest,
    })),
    missing: [],
    walked: [],
    isKnown: true,
    gap: null,
  };
}

/** The machines of these jobs beside these computers. */
async function matched(jobs: readonly Record<string, LastGood>[], computers: readonly string[]) {
  const names = await namesOf(computers.map(computer));
  const all = jobs.map((_, at) => sampleJob({ id: guid(at) }));
  const of = await machinesOfJobs(
    all,
    (id) => ofJob(jobs[all.findIndex((job) => job.id === id)] ?? {}),
    (key) => !key.includes('.') && names.countOf(key) > 1,
  );
  const { idle, unclear } = await matchComputers(names, of);
  return {
    machines: [...of.byKey.values()],
    found: [...of.byKey.values()].filter((age) => age.computer !== undefined).map(({ machine }) => machine),
    idle: idle.map((each) => each.computer.name),
    unclear: unclear.map(({ machine }) => machine),
  };
}

test('a machine has the last good backup over all its jobs; what is not known of one is not known', async () => {
  const { machines } = await matched(
    [
      { a: NOON - HOUR, b: null, c: NOON, d: NOON, e: null },
      { A: NOON - 2 * HOUR, b: NOON, c: 'unread', d: 'unlisted', e: null },
    ],
    [],
  );
  expect(machines.map(({ key, backup, lastGoodAt, jobs }) => [key, backup, lastGoodAt, jobs.length])).toEqual([
    ['a', 'good', NOON - HOUR, 2],
    ['b', 'good', NOON, 2],
    ['c', 'unread', null, 2],
    ['d', 'unlisted', null, 2],
    ['e', 'none', null, 2],
  ]);
});

test('machines without a good backup stand first, then the oldest, those not known last', async () => {
  const { machines } = await matched([{ a: NOON, b: 'unread', c: null, d: NOON - HOUR }], []);
  const sorted = machines.sort((a, b) => comparePlaces(placeOf(a), placeOf(b)));
  expect(sorted.map(({ key }) => key)).toEqual(['c', 'd', 'a', 'b']);
});

test.each([
  ['by its name, in any case', { 'SRV01.tech.local': NOON }, ['srv01.TECH.local']],
  ['with its domain, where jobs list it without', { srv01: NOON }, ['srv01.tech.local']],
  ['without its domain, where jobs list it with one', { 'srv01.tech.local': NOON }, ['SRV01']],
])('a computer is found %s', async (_, machines, computers) => {
  const { found, idle, unclear } = await matched([machines], computers);
  expect([found, idle, unclear]).toEqual([Object.keys(machines), [], []]);
});

test('two computers of one short name in two domains are not taken for one machine of that name', async () => {
  const { found, idle, unclear } = await matched([{ srv01: NOON }], ['srv01.a.local', 'srv01.b.local']);
  expect([found, idle, unclear]).toEqual([[], [], ['srv01.a.local', 'srv01.b.local']]);
});

test('then a machine of that short name in two jobs stands twice: a good backup of one is none of the other', async () => {
  const jobs = [{ srv01: NOON }, { srv01: null }];
  const { machines } = await matched(jobs, ['srv01.a.local', 'srv01.b.local']);
  expect(machines.map(({ backup }) => backup)).toEqual(['good', 'none']);
  expect((await matched(jobs, ['srv01.a.local'])).machines).toHaveLength(1);
});

test('a computer of another domain than the machine is another one', async () => {
  const { found, idle } = await matched([{ 'srv01.a.local': NOON }], ['srv01.b.local']);
  expect([found, idle]).toEqual([[], ['srv01.b.local']]);
});

const result = { machine: 'new01', runId: guid(7), result: 'success', endedAt: NOON - HOUR, reason: null } as const;
const none: LookedUp = { results: [], isWhole: true };
const idle = { computer: computer('new01.tech.local'), names: ['new01.tech.local', 'new01'] };

function aged(looked: Record<string, LookedUp>, more: { isAllRead?: boolean; count?: number; isOurs?: boolean } = {}) {
  const { isAllRead = true, count = 1, isOurs = true } = more;
  const look = {
    lookedUp: (name: string) => looked[name],
    jobOf: () => (isOurs ? sampleJob() : undefined),
    countOf: () => count,
  };
  const { backup, lastGoodAt }: BackupAge = idleAge(idle, isAllRead, look, NOON);
  return [backup, lastGoodAt];
}

test('never backed up is a computer that is listed under neither of its names, when all has been read', () => {
  const both = { 'new01.tech.local': none, new01: none };
  expect(aged(both)).toEqual(['never', null]);
  expect(aged(both, { isAllRead: false })).toEqual(['unread', null]);
  expect(aged({ new01: none })).toEqual(['unread', null]);
  expect(aged({ ...both, new01: 'refused' })).toEqual(['unlisted', null]);
});

test('one that was in a job once has its last good backup of then', () => {
  const of = (results: LookedUp) => ({ 'new01.tech.local': none, new01: results });
  expect(aged(of({ results: [result], isWhole: true }))).toEqual(['good', NOON - HOUR]);
  expect(aged(of({ results: [{ ...result, result: 'failed' }], isWhole: true }))).toEqual(['none', null]);
  expect(aged(of({ results: [{ ...result, result: 'failed' }], isWhole: false }))).toEqual(['unlisted', null]);
});

test('results of a virtual machine, or of another computer of that short name, prove nothing', () => {
  const looked = { 'new01.tech.local': none, new01: { results: [result], isWhole: true } };
  expect(aged(looked, { isOurs: false })).toEqual(['unclear', null]);
  expect(aged(looked, { count: 2 })).toEqual(['unclear', null]);
});
