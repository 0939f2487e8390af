import type { UnreadableElement } from '@retry-desk/em-client';
import { expect, test, vi } from 'vitest';
import { Inventory } from '#mirror/inventory.ts';
import { guid, HOUR, NOON, runningRun, sampleJob } from '../../../tests/board-samples.ts';
import { UnreadRuns } from './unread-runs.ts';

const JOBS = 2_000;

function scene() {
  const inventory = new Inventory(
    () => undefined,
    () => NOON,
  );
  const jobs = Array.from({ length: JOBS }, (_, at) => sampleJob({ id: guid(at + 1), name: `Job ${at + 1}` }));
  inventory.takeJobs([...jobs, sampleJob({ id: guid(JOBS + 1), name: 'Job 1' })]);
  inventory.takeRuns(jobs.map(({ id }, at) => runningRun({ id: guid(100_000 + at + 1), jobId: id })));
  const never = async () => Promise.reject(new Error('nobody asks here'));
  const unread = new UnreadRuns({ em: { runs: never, run: never, now: () => NOON }, inventory, take: async () => {} });
  return { inventory, unread };
}

function element(over: Partial<UnreadableElement>): UnreadableElement {
  return {
    id: null,
    name: null,
    jobId: null,
    createdAt: NOON - HOUR,
    isOver: true,
    why: 'no job',
    call: 'GET /',
    ...over,
  };
}

test('a run that names no job is of the job whose run it was, else of the only job of its name', async () => {
  const { unread } = scene();
  unread.add(element({ id: guid(100_007) }));
  unread.add(element({ id: guid(900_001), name: 'Job 8' }));
  unread.add(element({ id: guid(100_009), name: 'Job 1' }));
  expect((await unread.drain()).map(({ id, jobId }) => [id, jobId])).toEqual([
    [guid(100_007), guid(7)],
    [guid(900_001), guid(8)],
    [guid(100_009), guid(9)],
  ]);
  expect(unread.fault()).toBeNull();
  unread.add(element({ id: guid(900_002), name: 'Job 1' }));
  expect(await unread.drain()).toEqual([]);
  expect(unread.fault()?.message).toContain('its job is unknown');
});

test('the inventory is searched once for all such runs, in steps, and not again', async () => {
  const { inventory, unread } = scene();
  const checks = vi.spyOn(inventory, 'jobsOfRuns');
  const receive = () => {
    for (let at = 1; at <= 50; at += 1) {
      unread.add(element({ id: guid(100_000 + at) }));
      unread.add(element({ id: guid(900_000 + at) }));
    }
  };
  let [turns, draining] = [0, true];
  const turn = () => {
    turns += 1;
    if (draining) setImmediate(turn);
  };
  setImmediate(turn);
  receive();
  inventory.takeRuns(await unread.drain());
  draining = false;
  expect(turns).toBeGreaterThan(3);
  receive();
  await unread.drain();
  expect(checks.mock.calls.map(([ids]) => ids.size)).toEqual([100, 0]);
});
