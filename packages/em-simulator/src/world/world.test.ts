import { describe, expect, test } from 'vitest';
import { WorldControls } from './controls.ts';
import { childGuid } from './guid.ts';
import { newestRun } from './operations.ts';
import { World } from './world.ts';

const NINE = Date.UTC(2026, 2, 11, 9);

function worldOf(seed = 1, jobs = 40) {
  const clock = { at: NINE, now: () => clock.at };
  const world = new World({ seed, jobs, clock, speed: 1, collectionMinutes: 0 });
  return { clock, world, controls: new WorldControls(world) };
}

describe('a seeded world', () => {
  test('is the same for the same seed and another for another', () => {
    const pastOf = ({ world }: ReturnType<typeof worldOf>) =>
      world
        .allJobs()
        .map((job) => [
          job.id,
          job.name,
          world.runsOf(job).map(({ id, start, end, result }) => [id, start, end, result]),
        ]);
    expect(pastOf(worldOf(1))).toEqual(pastOf(worldOf(1)));
    expect(pastOf(worldOf(2))).not.toEqual(pastOf(worldOf(1)));
  });

  test.each([20, 40, 400, 4096])('of %d jobs has one in eight failed, with every outcome among them', (jobs) => {
    const failed = [...worldOf(1, jobs).world.jobs.values()].filter(({ past }) => past.last === 'failed');
    expect(failed).toHaveLength(Math.max(5, Math.round(jobs / 8)));
    expect(new Set(failed.map(({ outcome }) => outcome)).size).toBe(jobs < 48 ? 4 : 5);
  });

  test('has as many backup servers and as large a share of failed jobs as it is given', () => {
    const world = new World({
      seed: 1,
      jobs: 1000,
      servers: 20,
      failedShare: 0.03,
      clock: { now: () => NINE },
      speed: 1,
      collectionMinutes: 0,
    });
    const jobs = [...world.jobs.values()];
    expect(new Set(world.servers.map(({ name }) => name)).size).toBe(20);
    expect(new Set(jobs.map(({ server }) => server.name)).size).toBe(20);
    expect(jobs.filter(({ past }) => past.last === 'failed')).toHaveLength(30);
  });

  test('has jobs that have not run for some days, or never', () => {
    const { world, controls } = worldOf();
    const wish = { machines: ['alone'], last: 'success' } as const;
    const [idle, never] = [
      controls.addJob({ ...wish, name: 'Idle', quietDays: 5 }),
      controls.addJob({ ...wish, name: 'Never', quietDays: 30 }),
    ].map(({ id }) => world.jobs.get(id));
    const newest = idle && newestRun(world, idle);
    expect(NINE - (newest?.start ?? NINE)).toBeGreaterThanOrEqual(5 * 24 * 60 * 60_000);
    expect(never && world.runsOf(never)).toEqual([]);
  });

  test('has jobs of different names, and machines of one job each', () => {
    const jobs = [...worldOf(1, 1000).world.jobs.values()];
    expect(new Set(jobs.map(({ name }) => name)).size).toBe(1000);
    const machines = jobs.flatMap((job) => job.machines);
    expect(new Set(machines).size).toBe(machines.length);
  });

  test('has a job running for each that is listed as running', () => {
    const { world } = worldOf(1, 400);
    const running = [...world.jobs.values()].filter(({ past }) => past.last === 'running');
    expect(running.length).toBeGreaterThan(4);
    for (const job of running) {
      const newest = newestRun(world, job);
      expect(newest?.start).toBeLessThan(NINE);
      expect(newest?.end).toBeGreaterThan(NINE);
    }
  });

  test('keeps its jobs when it grows', () => {
    const { world } = worldOf(1, 40);
    const before = [...world.jobs.values()];
    world.fill(100);
    expect([...world.jobs.values()].slice(0, 40)).toEqual(before);
    expect(world.jobs.size).toBe(100);
    expect(world.virtualJobs.size).toBe(5);
  });
});

describe('by hand', () => {
  test('a job is found by its id in any case and by its name', () => {
    const { controls } = worldOf();
    const added = controls.addJob({ name: 'Mine', machines: ['a'], last: 'failed', streak: 3, outcome: 'warning' });
    for (const handle of ['Mine', added.id.toUpperCase(), added]) expect(controls.job(handle)).toEqual(added);
    expect(() => controls.job('Yours')).toThrow('no job "Yours"');
  });

  test('an added job has the past asked for', () => {
    const { world, controls } = worldOf();
    const { id } = controls.addJob({ name: 'Mine', machines: ['a'], last: 'failed', streak: 3, reason: 'Cable cut.' });
    const job = world.jobNamedBy(id);
    const runs = job === undefined ? [] : world.runsOf(job).toReversed();
    expect(runs.findIndex(({ result }) => result !== 'failed')).toBe(3);
    expect(runs[0]?.machines).toEqual([{ machine: 'a', place: 0, result: 'failed', reason: 'Cable cut.' }]);
  });

  test('a run goes on until it is ended', () => {
    const { clock, world, controls } = worldOf();
    const mine = controls.addJob({ name: 'Mine', machines: ['a'], last: 'success' });
    const job = world.jobs.get(mine.id);
    controls.startRun(mine);
    clock.at += 1e9;
    expect(job && newestRun(world, job)?.end).toBe(Number.POSITIVE_INFINITY);
    controls.finishRun(mine, 'warning', 'Nearly full.');
    expect(job && newestRun(world, job)).toMatchObject({ result: 'warning', end: clock.at });
  });

  test('a removed job is gone with all its sessions', () => {
    const { world, controls } = worldOf();
    const job = [...world.jobs.values()][0];
    const run = job === undefined ? undefined : newestRun(world, job);
    const child = childGuid(run?.id ?? '', 0);
    expect(world.runOf(child)).toEqual({ job, run });
    controls.removeJob(job?.id ?? '');
    expect(world.runOf(child)).toBeUndefined();
    expect(world.jobNamedBy(job?.id ?? '')).toBeUndefined();
    expect(controls.jobs()).toHaveLength(39);
  });

  test('a collection from all servers shows what happened since the last', () => {
    const { clock, world, controls } = worldOf();
    world.collection.setMinutes(15);
    clock.at += 60_000;
    const job = [...world.jobs.values()][0];
    expect(job && world.knownUntil(job)).toBe(NINE);
    controls.collect();
    expect(job && world.knownUntil(job)).toBe(NINE + 60_000);
  });
});
