import { expect, test } from 'vitest';
import { jobsReport, machinesReport, overviewReport, repositoriesReport } from '#resources/reports.ts';
import type { Element } from '#wire/element.ts';
import { WorldControls } from './controls.ts';
import { computersOf, managedServersOf, protectionGroupsOf, repositoriesOf } from './infrastructure.ts';
import { World } from './world.ts';

const DAY = 24 * 60 * 60_000;

function worldOf(seed: number, jobs = 40) {
  const clock = { at: Date.UTC(2026, 2, 11, 9), now: () => clock.at };
  return { clock, world: new World({ seed, jobs, clock, speed: 1, collectionMinutes: 0 }) };
}

/** The figures of a report, by name. */
function figuresOf(report: Element): Record<string, unknown> {
  return Object.fromEntries(report.children.map((child) => [child.name, child.kind === 'value' ? child.value : child]));
}

test.each([1, 2])('a world of seed %d has servers, repositories and groups that belong together', (seed) => {
  const { world } = worldOf(seed);
  expect(world.servers).toHaveLength(seed % 2 === 0 ? 4 : 3);
  expect(managedServersOf(world)).toHaveLength(2 * world.servers.length);
  expect(repositoriesOf(world)).toHaveLength(2 * world.servers.length);
  for (const { server } of [...managedServersOf(world), ...repositoriesOf(world), ...protectionGroupsOf(world)]) {
    expect(world.servers).toContain(server);
  }
});

test('no two things have the same id', () => {
  const { world } = worldOf(2, 200);
  const things = [
    ...world.servers,
    ...managedServersOf(world),
    ...repositoriesOf(world),
    ...protectionGroupsOf(world),
    ...computersOf(world),
    ...world.allJobs(),
  ];
  expect(new Set(things.map(({ id }) => id)).size).toBe(things.length);
});

test('a repository is never fuller than it is large', () => {
  for (const { capacity, free } of repositoriesOf(worldOf(2).world)) {
    expect(free).toBeGreaterThan(0);
    expect(free).toBeLessThan(capacity);
  }
});

test('the computers are the machines of all agent jobs, each once, in the group of its platform', () => {
  const { world } = worldOf(1);
  const machines = new Set([...world.jobs.values()].flatMap((job) => job.machines));
  const computers = computersOf(world);
  expect(computers.map(({ name }) => name).toSorted()).toEqual([...machines].toSorted());
  const groups = protectionGroupsOf(world).map(({ id }) => id);
  for (const { group } of computers) expect(groups).toContain(group.id);
  for (const job of world.jobs.values()) {
    const kinds = computers.filter(({ name }) => job.machines.includes(name)).map(({ group }) => group.platform);
    expect(new Set(kinds)).toEqual(new Set([job.platform]));
  }
});

test('a computer that no job includes is found by a protection group', () => {
  const { world } = worldOf(1);
  const before = computersOf(world).length;
  new WorldControls(world).discoverComputer('new01.tech.local');
  expect(computersOf(world)).toHaveLength(before + 1);
  expect(computersOf(world).at(-1)).toMatchObject({ name: 'new01.tech.local', group: protectionGroupsOf(world)[0] });
});

test('the overview counts what the world has', () => {
  const { world } = worldOf(1);
  const running = world.allJobs().filter(({ past }) => past.last === 'running').length;
  const failed = world.allJobs().filter(({ past }) => past.last === 'failed');
  const received = figuresOf(overviewReport(world));
  expect(received).toMatchObject({ BackupServers: 3, RepositoryServers: 3, RunningJobs: running, ScheduledJobs: 42 });
  expect(received.FailedVmLastestStates).toBeGreaterThanOrEqual(failed.length);
  const machines = failed.reduce((sum, job) => sum + job.machines.length, 0);
  expect(received.FailedVmLastestStates).toBeLessThanOrEqual(machines);
});

test('a job that fails stands in the reports', () => {
  const { world, clock } = worldOf(1);
  const controls = new WorldControls(world);
  const job = controls.addJob({ name: 'Only one', machines: ['solo'], last: 'success' });
  const before = [overviewReport(world), jobsReport(world)].map(figuresOf);
  controls.fail(job);
  const after = [overviewReport(world), jobsReport(world)].map(figuresOf);
  const grown = (report: number, name: string) => Number(after[report]?.[name]) - Number(before[report]?.[name]);
  expect([grown(0, 'FailedVmLastestStates'), grown(0, 'SuccessfulVmLastestStates')]).toEqual([1, -1]);
  expect([grown(1, 'TotalJobRuns'), grown(1, 'FailedJobRuns'), grown(1, 'ScheduledJobs')]).toEqual([1, 1, 0]);
  clock.at += 2 * DAY;
  expect(figuresOf(jobsReport(world))).toMatchObject({ TotalJobRuns: 0, MaxJobDuration: 0 });
});

test('the runs of the last day are as many as their results', () => {
  const received = figuresOf(jobsReport(worldOf(1).world));
  const results = ['SuccessfulJobRuns', 'WarningsJobRuns', 'FailedJobRuns'].map((name) => Number(received[name]));
  expect(received.TotalJobRuns).toBe(results.reduce((sum, count) => sum + count, 0));
  expect(received.TotalJobRuns).toBeGreaterThan(20);
});

test('the machines of agents and the virtual ones are protected', () => {
  const { world } = worldOf(1);
  const virtual = [...world.virtualJobs.values()].flatMap(({ machines }) => machines).length;
  expect(figuresOf(machinesReport(world))).toMatchObject({ ProtectedVms: computersOf(world).length + virtual });
});

test('an empty world is reported without a crooked number', () => {
  const { world } = worldOf(1);
  world.clear();
  for (const report of [overviewReport(world), machinesReport(world), jobsReport(world)]) {
    for (const received of Object.values(figuresOf(report))) expect(received).not.toBeNaN();
  }
  expect(figuresOf(machinesReport(world))).toMatchObject({ ProtectedVms: 0, SuccessBackupPercents: 100 });
  expect([computersOf(world), protectionGroupsOf(world)]).toEqual([[], []]);
});

test('every repository is reported with what it holds', () => {
  const { world } = worldOf(1);
  const periods = repositoriesReport(world).children[0];
  const received =
    periods?.kind === 'list' ? periods.items.map((item) => (item.kind === 'element' ? figuresOf(item) : {})) : [];
  expect(received).toEqual(
    repositoriesOf(world).map(({ name, capacity, free }) => ({
      Name: name,
      Capacity: capacity,
      FreeSpace: free,
      BackupSize: capacity - free,
    })),
  );
});
