import { describe, expect, test, vi } from 'vitest';
import { boardScene } from './board-scene.ts';

describe('the first board', () => {
  test('holds every job and every failure, however many pages they fill', async () => {
    const small = await boardScene({ simulator: { jobs: 130, seed: 3 }, client: { pageSize: 50 } });
    for (let number = 0; number < 5; number += 1) {
      small.sim.world.addJob({ name: `Added ${number}`, machines: ['m1', 'm2'], last: 'failed', reason: 'Disk full' });
    }
    await small.board.refreshNow();
    const board = small.read();
    expect(board.em).toMatchObject({ state: 'ok', message: null });
    expect(board.counts.jobs).toBe(small.sim.world.jobs().length);
    expect(board.counts.failed).toBe(board.failed.length);
    const added = board.failed.filter(({ name }) => name.startsWith('Added'));
    expect(added).toHaveLength(5);
    expect(added[0]?.reasons[0]).toMatchObject({ text: 'Disk full' });
    expect(small.sim.requests.some(({ path }) => /page=2\b/i.test(path))).toBe(true);
  });

  test('shows of each failed job when, how often, on how many machines and why', async () => {
    const { sim, board, read } = await boardScene();
    const job = sim.world.addJob({
      name: 'Payroll',
      machines: ['pay01', 'pay02'],
      last: 'failed',
      reason: 'Full',
      streak: 3,
    });
    await board.refreshNow();
    const row = read().failed.find(({ id }) => id === job.id);
    expect(row).toMatchObject({ name: 'Payroll', state: 'failed', streak: 3, openRetry: null });
    expect(row?.run?.machinesTotal).toBe(2);
    expect(row?.run?.machinesFailed).toBeGreaterThan(0);
    expect(row?.run?.endedAt).not.toBeNull();
    expect(row?.strip).toMatch(/FFFN?$/);
  });

  test('shows that older runs have not been read yet, on the board, in its rows and on the wall, until they have', async () => {
    const { sim, board, read } = await boardScene();
    const job = sim.world.addJob({ name: 'Long failing', machines: ['l1'], last: 'failed', streak: 3 });
    // Requests for runs before an end are those for history: they are refused for now.
    sim.faults.add({ path: /CreationTime%3C.*pageSize=100/, times: 1e9, do: { kind: 'status', status: 503 } });
    await board.refreshNow();
    const row = () => read().failed.find(({ id }) => id === job.id);
    const since = read().em.readSince;
    expect(Date.parse(since ?? '')).toBeLessThan(Date.now());
    expect(row()).toMatchObject({ readSince: since, strip: expect.stringMatching(/^U+F/) });
    const wall = JSON.parse(board.current().wall.text);
    expect([wall.em.readSince, wall.failed[0].readSince]).toEqual([since, since]);

    sim.faults.clear();
    await board.refreshNow();
    expect(read().em).not.toHaveProperty('readSince');
    expect(row()).not.toHaveProperty('readSince');
    expect(row()?.strip).not.toContain('U');
  });

  test('before the first read numbers are unknown and no job is listed', async () => {
    const { board, read, mirror } = await boardScene();
    expect(read()).toMatchObject({
      counts: { failed: null, jobs: null },
      failed: [],
      em: { state: 'degraded', lastGoodAt: null },
    });
    expect(mirror.attempted).toBe(false);
    await board.refreshNow();
    expect(mirror.attempted).toBe(true);
    expect(read().counts.jobs).toBeGreaterThan(0);
  });
});

describe('after it', () => {
  test('a steady poll reads little, and machine results only once', async () => {
    const { sim, board } = await boardScene({ simulator: { clock: { now: () => Date.UTC(2026, 2, 18, 12) } } });
    await board.refreshNow();
    await board.refreshNow();
    const before = sim.requests.length;
    await board.refreshNow();
    const asked = sim.requests.slice(before).map(({ path }) => path);
    expect(asked.length).toBeLessThanOrEqual(5);
    expect(asked.filter((path) => /BackupTaskSession|taskSessions/i.test(path))).toEqual([]);
  });

  test('an unchanged poll keeps the tag and renews the age', async () => {
    const { board } = await boardScene({ simulator: { clock: { now: () => Date.UTC(2026, 2, 18, 12) } } });
    await board.refreshNow();
    await board.refreshNow();
    const before = board.current();
    await board.refreshNow();
    expect(board.current().full).toBe(before.full);
    expect((board.current().lastGoodAt ?? '') > (before.lastGoodAt ?? '')).toBe(true);
  });

  test('a job that fails appears with its reason', async () => {
    const { sim, board, read } = await boardScene();
    const job = sim.world.addJob({ name: 'Mail', machines: ['mail01'], last: 'success' });
    await board.refreshNow();
    expect(read().failed.some(({ id }) => id === job.id)).toBe(false);
    sim.world.fail(job, 'The network path was not found.');
    await board.refreshNow();
    const row = read().failed.find(({ id }) => id === job.id);
    expect(row?.reasons.map(({ text }) => text)).toContain('The network path was not found.');
    expect(row?.streak).toBe(1);
  });

  test('a job started elsewhere shows as running, and as recovered when it succeeds', async () => {
    const { sim, board, read, mirror } = await boardScene();
    const job = sim.world.addJob({ name: 'Files', machines: ['f1'], last: 'failed' });
    await board.refreshNow();
    const before = read().counts;
    sim.world.startRun(job);
    await board.refreshNow();
    expect(read().failed.some(({ id }) => id === job.id)).toBe(false);
    expect(mirror.job(job.id)?.runs[0]).toMatchObject({ endedAt: null, jobName: 'Files' });
    expect(read().counts.running).toBe((before.running ?? 0) + 1);
    sim.world.finishRun(job, 'success');
    await board.refreshNow();
    expect(mirror.job(job.id)?.runs[0]?.result).toBe('success');
    expect(read().counts.recoveredToday).toBe((before.recoveredToday ?? 0) + 1);
  });

  test('a new job appears with the next runs, without waiting for the next list of jobs', async () => {
    const { sim, read, mirror } = await boardScene({ pollMs: 30 });
    mirror.start();
    await vi.waitFor(() => expect(read().counts.jobs).toBe(24), { timeout: 60_000 });
    const job = sim.world.addJob({ name: 'Brand new', machines: ['n1'], last: 'failed' });
    await vi.waitFor(() => expect(read().failed.map(({ id }) => id)).toContain(job.id), { timeout: 60_000 });
  });

  test('a deleted job goes after two lists without it', async () => {
    const { sim, board, read, mirror } = await boardScene();
    const job = sim.world.addJob({ name: 'Old', machines: ['o1'], last: 'failed' });
    await board.refreshNow();
    sim.world.removeJob(job);
    await board.refreshNow();
    expect(read().failed.map(({ id }) => id)).toContain(job.id);
    await board.refreshNow();
    expect(read().failed.map(({ id }) => id)).not.toContain(job.id);
    expect(mirror.job(job.id)).toBeUndefined();
  });

  test('runs that the desk has read are published at once', async () => {
    const { sim, em, board, read, mirror } = await boardScene();
    const job = sim.world.addJob({ name: 'Desk', machines: ['d1'], last: 'failed' });
    await board.refreshNow();
    sim.world.startRun(job);
    mirror.observeRuns(await em.runs({ jobId: job.id }));
    await vi.waitFor(() => expect(read().failed.map(({ id }) => id)).not.toContain(job.id));
  });

  test('a retry is on the board at once, and what its follower reads: the inventory is not polled faster for it', async () => {
    const { sim, em, board, desk, read, mirror } = await boardScene({ pollMs: 60_000, retryPollMs: 20 });
    const job = sim.world.addJob({ name: 'Retried', machines: ['r1'], last: 'failed' });
    mirror.start();
    await vi.waitFor(() => expect(read().failed.map(({ id }) => id)).toContain(job.id), { timeout: 60_000 });
    await vi.waitFor(() => expect(board.pollAfterMs('TECH\\ben')).toBeGreaterThan(50_000), { timeout: 60_000 });
    const before = sim.requests.length;
    desk.retry(job.id);
    await vi.waitFor(() => expect(read().tasks).toHaveLength(1));
    expect(read().failed.find(({ id }) => id === job.id)?.openRetry).toMatchObject({ state: 'accepted' });
    sim.world.startRun(job);
    mirror.observeRuns(await em.runs({ jobId: job.id }));
    await vi.waitFor(() => expect(read().failed.map(({ id }) => id)).not.toContain(job.id), { timeout: 5_000 });
    expect(read().counts.retrying).toBe(1);
    // Results of machines and computers of before may still be read.
    const polled = sim.requests
      .slice(before)
      .filter(({ path }) => /BackupJobSession&|AgentBackupJob&|agents\/jobs/.test(path));
    expect(polled).toHaveLength(1);
  });

  test('a run that its follower saw fail is explained without waiting for the next poll', async () => {
    const { sim, em, board, read, mirror } = await boardScene({ pollMs: 60_000 });
    const job = sim.world.addJob({ name: 'Retried', machines: ['r1'], last: 'success' });
    await board.refreshNow();
    sim.world.fail(job, 'The network path was not found.');
    mirror.observeRuns(await em.runs({ jobId: job.id }));
    await vi.waitFor(() => {
      const row = read().failed.find(({ id }) => id === job.id);
      expect(row?.reasons.map(({ text }) => text)).toContain('The network path was not found.');
    });
  });
});
