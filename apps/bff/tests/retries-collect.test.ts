import { createEnterpriseManager } from '@retry-desk/em-client';
import { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createDesk, type Desk } from '#retries/desk.ts';
import type { DeskSettings } from '#retries/desk-context.ts';
import { becomes } from './becomes.ts';
import { type Place, storeBenches } from './stores.ts';

const anna = { requestedBy: 'TECH\\anna', from: null };

/** Enterprise Manager with collections far apart, and a process before it. */
async function openScene() {
  const em = new EnterpriseManagerSimulator({ jobs: 0, speed: 300, collectionMinutes: 6_000 });
  await em.start();
  onTestFinished(() => em.stop());
  const jobs = ['One', 'Two'].map((name) =>
    em.world.addJob({ name, machines: ['m'], last: 'failed', server: 'vbr-wien.tech.local' }),
  );
  const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
  const warned: string[] = [];
  async function begin(place: Place, settings: Partial<DeskSettings> = {}): Promise<Desk> {
    const store = await place.open();
    const client = createEnterpriseManager({
      url: em.url,
      username: 'TECH\\svc-retrydesk',
      password: 'svc-demo',
      tls: { kind: 'ca', pem: em.caPem },
    });
    const known = new Map((await client.agentJobs()).map((job) => [job.id, job]));
    const desk = createDesk({
      store,
      em: client,
      clock,
      logger: { info() {}, warn: ({ event }) => void warned.push(event), error() {} },
      mirror: {
        job: (id) => {
          const job = known.get(id);
          return job && { job, runs: [] };
        },
        observeRuns: () => undefined,
        veeamRetriesAt: () => null,
      },
      roleNow: async () => 'operator',
      settings: {
        retryPollMs: 50,
        verdictMs: 60_000,
        collectAfterMs: 200,
        retriesPerJobHour: 50,
        retriesPerPersonHour: 1_000,
        ...settings,
      },
    });
    await desk.start();
    onTestFinished(async () => {
      await desk.stop();
      await client.close();
      await store.close();
    });
    return desk;
  }
  const asked = () => em.requests.filter(({ path }) => path.includes('action=collect')).length;
  return { em, jobs, clock, begin, asked, warned };
}

describe.each(storeBenches())('a run that Enterprise Manager has not collected, journal in $kind', (bench) => {
  beforeAll(() => bench.start(), 120_000);
  afterAll(() => bench.stop());

  test('is asked for in vain with one line, however often that is', async () => {
    const { em, jobs, clock, begin, asked, warned } = await openScene();
    em.faults.add({ path: /action=collect/, times: Number.POSITIVE_INFINITY, do: { kind: 'status', status: 500 } });
    const desk = await begin(await bench.place());
    await desk.retry({ ...anna, jobId: jobs[0]?.id ?? '' });
    await vi.waitFor(
      () => {
        clock.ahead += 61_000;
        expect(asked()).toBeGreaterThanOrEqual(4);
      },
      { timeout: 60_000, interval: 500 },
    );
    expect(warned.filter((event) => event === 'em.collection-failed')).toHaveLength(1);
  });

  test('is collected on request, and the steps record it', async () => {
    const { jobs, begin } = await openScene();
    const desk = await begin(await bench.place());
    const task = await desk.retry({ ...anna, jobId: jobs[0]?.id ?? '' });
    const ended = await becomes(desk, task, 'succeeded');
    const reported = ended.steps.filter(({ evidence }) => evidence?.includes('collect from vbr-wien.tech.local'));
    expect(reported).toHaveLength(1);
  });

  test('is requested once a minute, however many retries wait for that server', async () => {
    const { em, jobs, clock, begin, asked } = await openScene();
    em.faults.add({
      method: 'POST',
      path: /action=collect/,
      times: Number.POSITIVE_INFINITY,
      do: { kind: 'status', status: 202, body: '' },
    });
    const desk = await begin(await bench.place());
    const tasks = await Promise.all(jobs.map(({ id }) => desk.retry({ ...anna, jobId: id })));
    for (const task of tasks) await becomes(desk, task, 'triggered');
    await vi.waitFor(() => expect(asked()).toBe(1), { timeout: 60_000 });
    const cycles = () => em.requests.filter(({ path }) => path.includes('BackupJobSession')).length;
    const before = cycles();
    await vi.waitFor(() => expect(cycles()).toBeGreaterThan(before + 20), { timeout: 60_000 });
    expect(asked()).toBe(1);
    clock.ahead = 60_000;
    await vi.waitFor(() => expect(asked()).toBe(2), { timeout: 60_000 });
  });

  test('is requested though the clock was set back by hours since the last time', async () => {
    const { jobs, begin, clock, asked } = await openScene();
    const desk = await begin(await bench.place());
    clock.ahead = 5 * 3_600_000;
    await becomes(desk, await desk.retry({ ...anna, jobId: jobs[0]?.id ?? '' }), 'succeeded');
    expect(asked()).toBe(1);
    clock.ahead = 0;
    await becomes(desk, await desk.retry({ ...anna, jobId: jobs[1]?.id ?? '' }), 'succeeded');
    expect(asked()).toBe(2);
  });

  test('is left to its own interval where asking is switched off', async () => {
    const { em, jobs, begin, asked } = await openScene();
    const desk = await begin(await bench.place(), { collectUnseen: false, verdictMs: 300 });
    const task = await desk.retry({ ...anna, jobId: jobs[0]?.id ?? '' });
    await becomes(desk, task, 'unseen');
    expect(asked()).toBe(0);
    em.world.collect();
    await becomes(desk, task, 'succeeded');
  });
});
