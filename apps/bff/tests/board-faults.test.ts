import { describe, expect, test, vi } from 'vitest';
import { boardScene, type Scene } from './board-scene.ts';

/** Reads until the link is in this state: the client's breaker may let a poll pass untried. */
async function untilState(scene: Scene, state: string): Promise<void> {
  await vi.waitFor(
    async () => {
      await scene.board.refreshNow();
      expect(scene.read().em.state).toBe(state);
    },
    { timeout: 40_000, interval: 200 },
  );
}

describe('Enterprise Manager goes away', () => {
  test('the rows stay, the board shows since when, and recovers', { timeout: 60_000 }, async () => {
    const scene = await boardScene();
    await scene.board.refreshNow();
    const good = scene.read();
    expect(good.failed.length).toBeGreaterThan(0);
    await scene.sim.stop();
    await scene.board.refreshNow();
    expect(scene.read().em.state).toBe('degraded');
    await scene.board.refreshNow();
    const gone = scene.read();
    expect(gone.em.state).toBe('down');
    expect(gone.em.message).toContain(scene.em.host);
    expect(gone.em.lastGoodAt).toBe(good.em.lastGoodAt);
    expect(gone.takenAt).toBe(good.takenAt);
    expect(gone.failed).toEqual(good.failed);
    expect(gone.counts).toEqual(good.counts);
    await scene.sim.start(scene.port);
    await untilState(scene, 'ok');
    expect(scene.read().takenAt > good.takenAt).toBe(true);
    expect(scene.read().em.message).toBeNull();
  });

  test('away at the start: everything is unknown, with the reason, and fills when it comes', {
    timeout: 60_000,
  }, async () => {
    const scene = await boardScene({ up: false });
    await scene.board.refreshNow();
    expect(scene.mirror.attempted).toBe(true);
    expect(scene.read()).toMatchObject({
      em: { state: 'down', lastGoodAt: null },
      counts: { failed: null, jobs: null },
      failed: [],
    });
    expect(scene.read().em.message).toContain(scene.em.host);
    await scene.sim.start(scene.port);
    await untilState(scene, 'ok');
    expect(scene.read().counts.jobs).toBe(24);
  });

  test('one that hangs is reported before its deadline, and the rows stay', async () => {
    const scene = await boardScene({ pollMs: 60 });
    await scene.board.refreshNow();
    const good = scene.read();
    scene.sim.faults.add({ times: Number.POSITIVE_INFINITY, do: { kind: 'hang' } });
    scene.mirror.start();
    await vi.waitFor(() => expect(scene.read().em.message).toContain('has not responded'), { timeout: 5_000 });
    expect(scene.read().em.state).toBe('degraded');
    expect(scene.read().failed).toEqual(good.failed);
  });
});

describe('answers that cannot be used never replace good ones', () => {
  test.each([
    [
      'HTML instead of XML',
      { kind: 'status', status: 200, contentType: 'text/html', body: '<html><body>Log in</body></html>' },
    ],
    [
      'XML cut in the middle',
      { kind: 'body', transform: (text: string) => text.slice(0, Math.floor(text.length / 2)) },
    ],
    ['a connection cut in the middle', { kind: 'cut-in-body', bytes: 200 }],
    ['an empty answer', { kind: 'body', transform: () => '' }],
    ['an Error with status 500', { kind: 'status', status: 500, body: '<Error Message="broken" StatusCode="500"/>' }],
  ] as const)('%s', { timeout: 60_000 }, async (_what, fault) => {
    const scene = await boardScene();
    await scene.board.refreshNow();
    const good = scene.read();
    scene.sim.faults.add({
      method: 'GET',
      path: /\/(query|agents|backupSessions)/i,
      times: Number.POSITIVE_INFINITY,
      do: fault,
    });
    await scene.board.refreshNow();
    expect(scene.read().em.state).not.toBe('ok');
    expect(scene.read().em.message).toContain(scene.em.host);
    expect(scene.read().failed).toEqual(good.failed);
    expect(scene.read().counts).toEqual(good.counts);
    scene.sim.faults.clear();
    await untilState(scene, 'ok');
    expect(scene.read().failed).toEqual(good.failed);
  });

  test('a list of jobs that fails beside good runs degrades the link, and the runs are of now', async () => {
    const scene = await boardScene();
    const job = scene.sim.world.addJob({ name: 'Mail', machines: ['mail01'], last: 'success' });
    await scene.board.refreshNow();
    const good = scene.read();
    const broken = { kind: 'status', status: 200, contentType: 'text/html', body: '<html/>' } as const;
    scene.sim.faults.add({ path: /AgentBackupJob|agents\/jobs/i, times: Number.POSITIVE_INFINITY, do: broken });
    scene.sim.world.fail(job);
    await scene.board.refreshNow();
    const board = scene.read();
    expect(board.em.state).toBe('degraded');
    expect(board.failed.map(({ id }) => id)).toContain(job.id);
    expect(board.counts.jobs).toBe(good.counts.jobs);
    expect(board.takenAt > good.takenAt).toBe(true);
  });
});

describe('a fault that somebody has to correct is reported at once', () => {
  test('an account that is no Portal Administrator', async () => {
    const scene = await boardScene({ client: { username: 'TECH\\henry', password: 'henry-demo' } });
    await scene.board.refreshNow();
    expect(scene.read()).toMatchObject({ em: { state: 'down' }, counts: { failed: null, jobs: null }, failed: [] });
    expect(scene.read().em.message).toContain('Portal Administrator');
  });

  test('a wrong password', async () => {
    const scene = await boardScene({ client: { password: 'not-this' } });
    await scene.board.refreshNow();
    expect(scene.read().em.state).toBe('down');
    expect(scene.read().em.message).not.toContain('not-this');
    expect(scene.read().counts.failed).toBeNull();
  });

  test('a certificate that is not trusted', async () => {
    const scene = await boardScene({ client: { tls: { kind: 'system' } } });
    await scene.board.refreshNow();
    expect(scene.read().em.state).toBe('down');
    expect(scene.read().em.message).toMatch(/EM_CA_FILE|EM_FINGERPRINT|certificate/);
  });
});

test('changes of the link are logged, each once', async () => {
  const scene = await boardScene();
  await scene.board.refreshNow();
  await scene.board.refreshNow();
  expect(scene.log.map(({ level, fields }) => `${level} ${fields.state}`)).toEqual(['info ok']);
});
