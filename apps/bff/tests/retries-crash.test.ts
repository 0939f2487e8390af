import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import type { Desk } from '#retries/desk.ts';
import { builtIn } from './prepared.ts';
import { openStage, type RetryStage } from './retries-stage.ts';

const victim = builtIn('retries-victim.js');
const retryCall = { method: 'POST', path: /action=retry/ };

let stage: RetryStage;
let child: ChildProcess;
afterEach(async () => {
  child.kill('SIGKILL');
  await stage.end();
});

function startVictim(jobId: string): void {
  child = spawn(process.execPath, [victim, stage.em.url, stage.em.caFile, stage.dataDir, jobId], { stdio: 'inherit' });
}

async function killVictim(): Promise<void> {
  const over = once(child, 'exit');
  child.kill('SIGKILL');
  await over;
}

async function becomes(desk: Desk, state: string): Promise<void> {
  await vi.waitFor(async () => expect((await desk.tasks({})).tasks.map((task) => task.state)).toEqual([state]), {
    timeout: 15_000,
    interval: 20,
  });
}

test('killed while the answer was on its way, the next process finds what was started', async () => {
  stage = await openStage();
  const { id } = stage.em.world.addJob({ name: 'Oracle', machines: ['ora01'], last: 'failed', outcome: 'warning' });
  stage.em.faults.add({ ...retryCall, do: { kind: 'drip', bytesPerSecond: 1 } });
  startVictim(id);
  await vi.waitFor(() => expect(stage.em.executions.length).toBe(1), { timeout: 60_000 });
  await killVictim();

  const { desk } = await stage.begin();
  expect((await desk.tasks({})).tasks).toMatchObject([{ state: 'requested' }]);
  expect(desk.openRetry(id)).not.toBeNull();
  await becomes(desk, 'warning');
  expect(stage.em.executions.length).toBe(1);
});

test('killed over a request that Enterprise Manager never carried out, the next process makes it unconfirmed', async () => {
  stage = await openStage();
  const { id } = stage.em.world.addJob({ name: 'Oracle', machines: ['ora01'], last: 'failed', outcome: 'success' });
  const hung = vi.waitFor(
    () => expect(stage.em.requests.some(({ method, path }) => method === 'POST' && path.includes('retry'))).toBe(true),
    { timeout: 60_000 },
  );
  stage.em.faults.add({ ...retryCall, do: { kind: 'hang' } });
  startVictim(id);
  await hung;
  await killVictim();

  const { desk } = await stage.begin();
  await becomes(desk, 'unconfirmed');
  expect([desk.openRetry(id), stage.em.executions.length]).toEqual([null, 0]);
});

test('killed before anything was sent, the next process records that nothing was sent', async () => {
  stage = await openStage();
  const { id } = stage.em.world.addJob({ name: 'Oracle', machines: ['ora01'], last: 'failed', outcome: 'success' });
  stage.em.faults.add({ method: 'GET', path: /type=Task&/, do: { kind: 'hang' } });
  startVictim(id);
  await vi.waitFor(() => expect(stage.em.requests.some(({ path }) => path.includes('type=Task&'))).toBe(true), {
    timeout: 15_000,
  });
  await killVictim();
  stage.em.faults.clear();

  const { desk } = await stage.begin();
  await becomes(desk, 'refused');
  const [task] = (await desk.tasks({})).tasks;
  expect(task?.steps.at(-1)?.evidence).toContain('nothing was sent');
  expect(stage.em.executions.length).toBe(0);
});
