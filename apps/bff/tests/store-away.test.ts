import { createEnterpriseManager } from '@retry-desk/em-client';
import { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createDesk, type Desk } from '#retries/desk.ts';
import { Refusal } from '#route.ts';
import { openStore, type Store } from '#store/open-store.ts';
import { smallDisk } from './small-disk.ts';
import { ownPostgresBench } from './stores.ts';

const anna = { requestedBy: 'TECH\\anna', from: null };

/** A simulated Enterprise Manager with failed jobs, and a desk before it. */
async function openScene(
  store: Store,
  jobs: number,
): Promise<{ em: EnterpriseManagerSimulator; desk: Desk; ids: string[] }> {
  const em = new EnterpriseManagerSimulator({ jobs: 0, speed: 100 });
  await em.start();
  const client = createEnterpriseManager({
    url: em.url,
    username: 'TECH\\svc-retrydesk',
    password: 'svc-demo',
    tls: { kind: 'ca', pem: em.caPem },
  });
  const desk = createDesk({
    store,
    em: client,
    clock: { now: () => Date.now() },
    logger: { info() {}, warn() {}, error() {} },
    mirror: { job: () => undefined, observeRuns: () => undefined, veeamRetriesAt: () => null },
    roleNow: async () => 'operator',
    settings: { retryPollMs: 50, verdictMs: 3_000, retriesPerJobHour: 50, retriesPerPersonHour: 1_000 },
  });
  await desk.start();
  onTestFinished(async () => {
    await desk.stop();
    await client.close();
    await em.stop();
  });
  const ids = Array.from(
    { length: jobs },
    (_, n) => em.world.addJob({ name: `Job ${n}`, machines: ['m'], last: 'failed', outcome: 'success' }).id,
  );
  return { em, desk, ids };
}

async function codeOf(asked: Promise<unknown>): Promise<unknown> {
  return asked.then(
    () => 'done',
    (error: unknown) => (error instanceof Refusal ? error.code : error),
  );
}

test('on a full disk a retry is refused before anything is sent, reads go on, and with room again it works', async () => {
  const disk = smallDisk();
  const store = await openStore({ dataDir: disk.folder });
  const { em, desk, ids } = await openScene(store, 2);
  onTestFinished(() => store.close());
  const [first = '', second = ''] = ids;
  const before = await desk.retry({ ...anna, jobId: first });
  await vi.waitFor(async () => expect((await desk.task(before.taskId)).state).toBe('succeeded'), { timeout: 10_000 });
  disk.fill();
  const note = 'n'.repeat(400);
  const answers = await Promise.all([1, 2, 3, 4].map(() => codeOf(desk.retry({ ...anna, jobId: second, note }))));
  expect(new Set(answers)).toEqual(new Set(['store-unavailable']));
  await expect(desk.retry({ ...anna, jobId: second, note })).rejects.toMatchObject({
    detail: expect.stringContaining(`(${disk.trouble.words})`),
    cause: { message: disk.trouble.message },
  });
  expect(em.executions).toHaveLength(1);
  expect((await desk.tasks({})).tasks).toHaveLength(1);
  disk.free();
  await expect(desk.retry({ ...anna, jobId: second, note })).resolves.toMatchObject({ jobId: second });
  expect(em.executions).toHaveLength(2);
});

describe('a PostgreSQL that goes and comes', () => {
  test('nothing is sent while it is away, nothing twice, and what was open is decided', {
    timeout: 120_000,
  }, async () => {
    const postgres = ownPostgresBench();
    await postgres.start();
    onTestFinished(() => postgres.stop());
    const store = await (await postgres.place()).open();
    const { em, desk, ids } = await openScene(store, 24);
    onTestFinished(() => store.close());
    const early = await Promise.all(ids.slice(0, 8).map((jobId) => desk.retry({ ...anna, jobId })));

    const away = postgres.halt();
    const during = ids.slice(8, 16).map((jobId) => codeOf(desk.retry({ ...anna, jobId })));
    await away;
    // Those that were written down in time may still be sent: it takes as long as the machine is busy.
    for (const answer of await Promise.all(during)) expect(['done', 'store-unavailable']).toContain(answer);
    const sentBefore = em.executions.length;
    const late = ids.slice(16).map((jobId) => codeOf(desk.retry({ ...anna, jobId })));
    expect(new Set(await Promise.all(late))).toEqual(new Set(['store-unavailable']));
    expect(em.executions.length).toBe(sentBefore);
    expect(desk.cards().length).toBeGreaterThanOrEqual(early.length);

    await postgres.resume();
    await vi.waitFor(
      async () => {
        const { tasks } = await desk.tasks({});
        expect(tasks.length).toBeGreaterThanOrEqual(early.length);
        expect(tasks.map(({ state }) => state).filter((state) => !['succeeded', 'refused'].includes(state))).toEqual(
          [],
        );
      },
      { timeout: 60_000, interval: 200 },
    );
    const perJob = Map.groupBy(em.executions, ({ jobId }) => jobId);
    expect([...perJob.values()].filter((sent) => sent.length > 1)).toEqual([]);
    const { tasks } = await desk.tasks({});
    const succeeded = tasks.filter(({ state }) => state === 'succeeded').map(({ jobId }) => jobId);
    expect(succeeded.toSorted()).toEqual([...perJob.keys()].toSorted());
  });
});
