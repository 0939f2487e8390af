import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { clockAhead, type Person, type Replica, replicaStage } from './replica-stage.ts';
import { postgresBench } from './stores.ts';

const postgres = postgresBench();
beforeAll(() => postgres.start(), 120_000);
afterAll(() => postgres.stop());

const PATIENCE = { timeout: 180_000, interval: 100 };

/** Both have all jobs, and one reads for both. */
async function quiet(replicas: Replica[], who: Person): Promise<void> {
  await vi.waitFor(async () => {
    for (const replica of replicas) expect((await replica.board(who)).em.state).toBe('ok');
  }, PATIENCE);
}

test('one of two reads Enterprise Manager, both show what it found', { timeout: 900_000 }, async () => {
  const stage = await replicaStage(await postgres.place());
  const [a, b] = [await stage.begin(), await stage.begin()];
  const anna = await a.signIn('anna');
  await quiet([a, b], anna);
  await vi.waitFor(async () => expect((await b.board(anna)).failed).toEqual((await a.board(anna)).failed), PATIENCE);

  const job = stage.em.world.addJob({ name: 'New one', machines: ['new01'], last: 'success' });
  stage.em.world.fail(job, 'Disk full.');
  for (const replica of [a, b]) {
    await vi.waitFor(async () => {
      const row = (await replica.board(anna)).failed.find(({ id }) => id === job.id);
      expect(row?.reasons.map(({ text }) => text)).toEqual(['Disk full.']);
    }, PATIENCE);
  }

  // The requests to Enterprise Manager in a while are those of one process.
  const polls = () => stage.em.requests.filter(({ path }) => path.includes('State')).length;
  const from = polls();
  const since = performance.now();
  await vi.waitFor(() => expect(polls() - from).toBeGreaterThanOrEqual(4), PATIENCE);
  const role = (performance.now() - since) / 1000;
  expect(polls() - from).toBeLessThanOrEqual(role * 1.5 + 2);
});

test('a session, its end and the tries of a password count on both, whatever their clocks show', {
  timeout: 900_000,
}, async () => {
  const stage = await replicaStage(await postgres.place());
  // Longer than a session lasts, and than any window of tries.
  const [a, b] = [await stage.begin(), await stage.begin(clockAhead(25 * 3_600_000))];
  const ben = await a.signIn('ben');
  expect((await b.call('GET', '/api/session', ben)).status).toBe(200);
  expect((await b.call('DELETE', '/api/session', ben)).status).toBe(204);
  expect((await a.call('GET', '/api/session', ben)).status).toBe(401);

  const tries: number[] = [];
  for (let n = 0; n < 8; n += 1) {
    const replica = n % 2 === 0 ? a : b;
    tries.push((await replica.call('POST', '/api/session', undefined, { username: 'henry', password: 'no' })).status);
  }
  // One try of the three is reserved for browsers on which they have signed in.
  expect(tries).toEqual([401, 401, 429, 429, 429, 429, 429, 429]);
  const atOnce = await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      (n % 2 === 0 ? a : b).call('POST', '/api/session', undefined, { username: 'TECH\\anna', password: 'no' }),
    ),
  );
  expect(atOnce.filter(({ status }) => status === 401)).toHaveLength(2);
  expect(atOnce.filter(({ status }) => status === 429)).toHaveLength(28);
});

test('fifty clicks on two processes are one retry, seen on both', { timeout: 900_000 }, async () => {
  const stage = await replicaStage(await postgres.place());
  const { id } = stage.em.world.addJob({ name: 'Oracle', machines: ['ora01'], last: 'failed', outcome: 'success' });
  const [a, b] = [await stage.begin(), await stage.begin()];
  const anna = await a.signIn('anna');
  await quiet([a, b], anna);
  const clicks = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      (n % 2 === 0 ? a : b).call('POST', `/api/agents/jobs/${id}?action=retry`, anna, {}),
    ),
  );
  const statuses = clicks.map(({ status }) => status).toSorted();
  expect(statuses).toEqual([202, ...Array.from({ length: 49 }, () => 409)]);
  expect(stage.em.executions).toHaveLength(1);
  for (const replica of [a, b]) {
    await vi.waitFor(async () => {
      const task = (await replica.board(anna)).tasks.find(({ jobId }) => jobId === id);
      expect(task?.state).toBe('succeeded');
    }, PATIENCE);
  }
});

test('when the reading process is killed another reads on, and no viewer sees an error', {
  timeout: 900_000,
}, async () => {
  const stage = await replicaStage(await postgres.place());
  const a = await stage.begin();
  const anna = await a.signIn('anna');
  await quiet([a], anna);
  const b = await stage.begin();
  await quiet([b], anna);
  a.child.kill('SIGKILL');
  const { id } = stage.em.world.addJob({ name: 'After the kill', machines: ['m'], last: 'success' });
  stage.em.world.fail(id, 'Gone.');
  // How soon is measured by `pnpm bench failover`.
  await vi.waitFor(async () => {
    const board = await b.board(anna);
    expect(board.em.state).not.toBe('down');
    expect(board.failed.map((row) => row.id)).toContain(id);
  }, PATIENCE);
});

test('a stopped process that wakes up as a second reader changes nothing', { timeout: 900_000 }, async () => {
  const stage = await replicaStage(await postgres.place());
  const jobs = Array.from({ length: 6 }, (_, n) =>
    stage.em.world.addJob({ name: `Job ${n}`, machines: [`m${n}`], last: 'failed', outcome: 'success' }),
  );
  const a = await stage.begin();
  const anna = await a.signIn('anna');
  await quiet([a], anna);
  const b = await stage.begin();
  await quiet([b], anna);
  const retry = (replica: Replica, n: number) =>
    replica.call('POST', `/api/agents/jobs/${jobs[n]?.id}?action=retry`, anna, {});
  for (const n of [0, 1]) expect((await retry(a, n)).status).toBe(202);
  a.child.kill('SIGSTOP');
  for (const n of [2, 3]) expect((await retry(b, n)).status).toBe(202);
  stage.em.world.fail(jobs[5]?.id ?? '', 'Failed while one of two was asleep.');
  await vi.waitFor(async () => {
    const row = (await b.board(anna)).failed.find(({ id }) => id === jobs[5]?.id);
    expect(row?.reasons[0]?.text).toContain('asleep');
  }, PATIENCE);
  a.child.kill('SIGCONT');
  expect((await retry(a, 4)).status).toBe(202);
  for (const replica of [a, b]) {
    await vi.waitFor(async () => {
      const { tasks } = await replica.board(anna);
      expect(tasks.filter(({ state }) => state === 'succeeded')).toHaveLength(5);
    }, PATIENCE);
  }
  expect(stage.em.executions.map(({ jobName }) => jobName).toSorted()).toEqual(
    jobs.slice(0, 5).map(({ name }) => name),
  );
});
