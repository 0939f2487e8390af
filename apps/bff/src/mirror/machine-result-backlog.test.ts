import type { MachineResult, Run } from '@retry-desk/em-client';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, NOON, runningRun, sampleJob, sampleMachine, sampleRun } from '../../tests/board-samples.ts';
import { manyJobs, paper } from '../../tests/paper-em.ts';
import { MachineResultBacklog, OTHERS_PER_POLL } from './machine-result-backlog.ts';
import { OPENED_LIMIT } from './machine-results.ts';
import { toRecord } from './run-record.ts';

function backlogOf(world: ReturnType<typeof paper>): MachineResultBacklog {
  const backlog = new MachineResultBacklog(world.inventory, world.machines);
  world.inventory.takeJobs(world.jobs);
  world.inventory.takeRuns(world.runs);
  return backlog;
}

/** Reads what is wanted, as a poll does; returns of which runs. */
async function read(world: ReturnType<typeof paper>, backlog: MachineResultBacklog): Promise<string[]> {
  const runs = await backlog.now();
  await world.machines.read(runs, true);
  return runs.map(({ id }) => id);
}

describe('machine results to read', () => {
  test('are those of all attempts: a success in a middle one stands nowhere else', async () => {
    const attempts = [4, 3, 2, 1].map((hours) =>
      sampleRun({ createdAt: NOON - hours * HOUR, endedAt: NOON - hours * HOUR, result: 'failed', isRetry: hours < 4 }),
    );
    const world = paper([sampleJob()], [sampleRun({ createdAt: NOON - DAY }), ...attempts]);
    expect(await read(world, backlogOf(world))).toEqual(attempts.map(({ id }) => id).reverse());
  });

  test('are those of the newest ended run; of an attempt also those of the run it is an attempt of', async () => {
    const [old, first, attempt, running] = [3, 2, 1, 0].map((hours) =>
      hours === 0
        ? runningRun({ createdAt: NOON })
        : sampleRun({
            createdAt: NOON - hours * HOUR,
            endedAt: NOON - hours * HOUR,
            result: 'failed',
            isRetry: hours === 1,
          }),
    );
    const world = paper([sampleJob()], [old, first, attempt, running] as Run[]); // four runs, from four hours
    const backlog = backlogOf(world);
    expect(await read(world, backlog)).toEqual([attempt?.id, first?.id]);
    expect(await read(world, backlog)).toEqual([]);
  });

  test('are all of failed jobs at once, and of others a number in each poll until all have been read', async () => {
    const jobs = manyJobs(3 * OTHERS_PER_POLL + 50);
    const runs = jobs.map(({ id }, at) =>
      sampleRun({ jobId: id, result: at < OTHERS_PER_POLL + 50 ? 'failed' : 'success' }),
    );
    const world = paper(jobs, runs);
    const backlog = backlogOf(world);
    expect(await read(world, backlog)).toHaveLength(OTHERS_PER_POLL + 50 + OTHERS_PER_POLL);
    expect(await read(world, backlog)).toHaveLength(OTHERS_PER_POLL);
    expect(await read(world, backlog)).toEqual([]);
  });

  test('of a run that somebody opened while it ran are read again when it is over, failed or not', async () => {
    let state: MachineResult['state'] = 'running';
    const run = runningRun();
    const world = paper([sampleJob()], [run], {
      machines: async (ids) => new Map(ids.map((id) => [id, [sampleMachine({ runId: id, state })]])),
    });
    const backlog = backlogOf(world);
    await world.machines.read([toRecord(run)], false);
    state = 'completed';
    world.inventory.takeRuns([{ ...run, state: 'stopped', endedAt: NOON, result: 'success' }]);
    expect(await read(world, backlog)).toEqual([run.id]);
    expect(world.machines.of(run.id)?.[0]?.state).toBe('completed');
  });

  test('that were not complete are read again later, without anything else having changed', async () => {
    const world = paper([sampleJob()], [sampleRun()], { machines: async (ids) => new Map(ids.map((id) => [id, []])) });
    const backlog = backlogOf(world);
    expect(await read(world, backlog)).toHaveLength(1);
    expect(await read(world, backlog)).toEqual([]);
    world.clock.at += MINUTE;
    expect(await read(world, backlog)).toHaveLength(1);
  });

  test('that somebody has opened before stay on the board, however many are opened after', async () => {
    const run = sampleRun({ result: 'failed' });
    const world = paper([sampleJob()], [run]);
    const backlog = backlogOf(world);
    await world.machines.read([toRecord(run)], false);
    expect(await read(world, backlog)).toEqual([]);
    for (let more = 0; more <= OPENED_LIMIT; more += 1) await world.machines.read([toRecord(sampleRun())], false);
    expect(world.machines.of(run.id)).toHaveLength(1);
  });
});

test('of a job two at most stay, beside the opened ones: read by this process or received', async () => {
  const jobs = manyJobs(20);
  const world = paper(jobs, []);
  const received = paper([], []);
  const everyRun: Run[] = [];
  for (let day = 0; day < 70; day += 1) {
    for (const { id: jobId } of jobs) {
      const at = NOON + day * DAY + HOUR;
      for (const isRetry of [false, true]) {
        world.runs.push(sampleRun({ jobId, createdAt: at, endedAt: at + MINUTE, result: 'failed', isRetry }));
      }
    }
    everyRun.push(...world.runs.slice(-40));
    await world.poll(DAY);
    for (let view = 0; view < 32; view += 1) await world.poll(2 * MINUTE);
    for (const change of world.changes.splice(0)) received.receive(change);
  }
  for (const { machines, inventory } of [world, received]) {
    expect(everyRun.filter(({ id }) => machines.of(id) !== undefined).length).toBeLessThanOrEqual(
      2 * 20 + OPENED_LIMIT,
    );
    for (const { id } of jobs) {
      expect(inventory.runsOf(id).length).toBeLessThanOrEqual(2 * 33);
      expect(
        inventory
          .runsOf(id)
          .values()
          .take(2)
          .every((run) => machines.of(run.id) !== undefined),
      ).toBe(true);
    }
  }
});
