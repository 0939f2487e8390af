import { expect, test } from 'vitest';
import { WorldControls } from './controls.ts';
import {
  addEndedRun,
  beginRetry,
  beginRun,
  endRun,
  isRunning,
  mayRetry,
  newestKnownRun,
  newestRun,
} from './operations.ts';
import type { Job, Outcome, Run } from './records.ts';
import { World } from './world.ts';

const MINUTE = 60_000;
const NINE = Date.UTC(2026, 2, 11, 9);

function worldOf(collectionMinutes = 0, speed = 1) {
  const clock = { at: NINE, now: () => clock.at };
  const world = new World({ seed: 1, jobs: 40, clock, speed, collectionMinutes });
  const controls = new WorldControls(world);
  const add = (last: 'failed' | 'success' | 'running', machines = 12, outcome: Outcome = 'success'): Job => {
    const names = Array.from({ length: machines }, (_, place) => `host-${place}`);
    const job = world.jobs.get(
      controls.addJob({ name: `Added ${world.jobs.size}`, machines: names, last, outcome }).id,
    );
    if (job === undefined) throw new Error('The job was not added');
    return job;
  };
  return { world, controls, clock, add };
}

function failedPlaces(run: Run | undefined): number[] {
  return run?.machines.filter(({ result }) => result === 'failed').map(({ place }) => place) ?? [];
}

test('a retry runs only the machines that failed, in their order', () => {
  const { world, add } = worldOf();
  for (let round = 0; round < 20; round += 1) {
    const job = add('failed');
    const failed = failedPlaces(newestRun(world, job));
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.length).toBeLessThan(12);
    const retry = beginRetry(world, job, NINE);
    expect(retry.machines.map(({ place }) => place)).toEqual(failed);
    expect(retry.machines.map(({ machine }) => machine)).toEqual(failed.map((place) => job.machines[place]));
    expect(retry).toMatchObject({ isRetry: true, jobId: job.id, start: NINE, result: 'success' });
  }
});

test('a retry that fails again leaves fewer machines for the next', () => {
  const { world, clock, add } = worldOf();
  const job = add('failed', 12, 'failed');
  const first = beginRetry(world, job, NINE);
  clock.at = first.end;
  const second = beginRetry(world, job, clock.at);
  expect(second.machines.map(({ place }) => place)).toEqual(failedPlaces(first));
});

test('a plain run holds every machine', () => {
  const { world, add } = worldOf();
  const run = beginRun(world, add('failed'), NINE);
  expect(run.machines).toHaveLength(12);
  expect(run.isRetry).toBe(false);
});

test.each([
  ['success', 'success'],
  ['warning', 'warning'],
  ['failed', 'failed'],
  ['refuse-error', 'success'],
  ['refuse-result', 'success'],
  ['refuse-at-once', 'success'],
] as const)('where the outcome is %s, a run comes to %s', (outcome, result) => {
  const { world, add } = worldOf();
  expect(beginRetry(world, add('failed', 3, outcome), NINE).result).toBe(result);
});

test('only a job whose newest run is over and failed may be retried', () => {
  const { world, clock, add } = worldOf();
  const [failed, fine, running] = [add('failed'), add('success'), add('running')];
  expect([failed, fine, running].map((job) => mayRetry(world, job))).toEqual([true, false, false]);
  expect([failed, fine, running].map((job) => isRunning(world, job))).toEqual([false, false, true]);
  const retry = beginRetry(world, failed, NINE + 100);
  expect(isRunning(world, failed)).toBe(true);
  expect(mayRetry(world, failed)).toBe(false);
  clock.at = retry.end;
  expect(isRunning(world, failed)).toBe(false);
  expect(mayRetry(world, failed)).toBe(false);
});

test('two runs of a job never begin in the same millisecond', () => {
  const { world, add } = worldOf();
  const job = add('failed');
  for (let round = 0; round < 5; round += 1) addEndedRun(world, job, 'failed');
  beginRun(world, job, NINE);
  beginRun(world, job, NINE - MINUTE);
  const starts = world.runsOf(job).map(({ start }) => start);
  expect(new Set(starts).size).toBe(starts.length);
  expect(starts).toEqual(starts.toSorted((left, right) => left - right));
});

test('a faster world has shorter runs', () => {
  const lengths = [1, 10].map((speed) => {
    const { world, add } = worldOf(0, speed);
    const { start, end } = beginRun(world, add('success'), NINE);
    return end - start;
  });
  expect(lengths[1]).toBe(Math.floor((lengths[0] ?? 0) / 10));
  expect(lengths[0]).toBeGreaterThanOrEqual(20_000);
  expect(lengths[0]).toBeLessThanOrEqual(60_000);
});

test('a run is ended with the result and the reason given', () => {
  const { world, clock, add } = worldOf();
  const job = add('running');
  clock.at += MINUTE;
  endRun(world, job, 'failed', 'Pulled the plug.');
  const run = newestRun(world, job);
  expect(run).toMatchObject({ end: clock.at, result: 'failed' });
  const reasons = new Set(run?.machines.map(({ result, reason }) => `${result} ${reason}`));
  expect(reasons).toEqual(new Set(['success ', 'failed Pulled the plug.']));
});

test('a run that is over cannot be ended again', () => {
  const { world, clock, add } = worldOf();
  const job = add('failed');
  const before = { ...newestRun(world, job) };
  clock.at += MINUTE;
  endRun(world, job, 'success');
  expect({ ...newestRun(world, job) }).toEqual(before);
});

test('a failure made by hand has just ended, after the run before it', () => {
  const { world, controls, clock, add } = worldOf();
  const job = add('success');
  controls.fail(job, 'Disk full.');
  const first = newestRun(world, job);
  expect(first).toMatchObject({ result: 'failed', start: NINE - 5 * MINUTE, end: NINE });
  clock.at += MINUTE;
  controls.fail(job);
  expect(newestRun(world, job)).toMatchObject({ start: NINE, end: clock.at });
});

test('a failure that has not been collected was never seen running', () => {
  const { world, controls, clock, add } = worldOf(15);
  const job = add('success');
  clock.at += 2 * MINUTE;
  controls.fail(job);
  expect(newestRun(world, job)?.result).toBe('failed');
  expect(newestKnownRun(world, job)?.result).toBe('success');
  clock.at = NINE + 15 * MINUTE;
  expect(newestKnownRun(world, job)?.result).toBe('failed');
});
