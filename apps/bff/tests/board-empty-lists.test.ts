import { expect, test } from 'vitest';
import { boardScene, type Scene } from './board-scene.ts';

const FOREVER = Number.POSITIVE_INFINITY;
const HOUR = 60 * 60_000;
const JOBS = /AgentBackupJob|agents\/jobs/;

async function playedInventory(jobs: number) {
  let now = Date.now();
  const clock = { now: () => now };
  const scene = await boardScene({ simulator: { jobs, clock }, clock });
  return { scene, tick: (ms: number) => (now += ms) };
}

function renamed(scene: Scene, path: RegExp, name: string): void {
  const transform = (text: string) =>
    text.replaceAll(`<${name}`, `<Computer${name}`).replaceAll(`</${name}`, `</Computer${name}`);
  scene.sim.faults.add({ path, times: FOREVER, do: { kind: 'body', transform } });
}

test.each([
  ['jobs', JOBS, 'AgentBackupJob'],
  ['runs', /query\?type=BackupJobSession|backupSessions/, 'BackupJobSession'],
])(
  '%s under another name are not none: the last good board stays, and the link reports it',
  async (_what, path, name) => {
    const { scene, tick } = await playedInventory(12);
    await scene.board.refreshNow();
    const good = scene.read();
    renamed(scene, path, name);
    for (let poll = 0; poll < 4; poll += 1) {
      tick(2 * 60_000);
      await scene.board.refreshNow();
      const { em, counts, failed } = scene.read();
      expect(em.state).not.toBe('ok');
      expect(em.message).toContain(`Computer${name}`);
      expect([counts.jobs, counts.failed, failed.length]).toEqual([12, good.counts.failed, good.failed.length]);
    }
  },
);

test('from the start, jobs under another name are not known, not 0', async () => {
  const { scene } = await playedInventory(12);
  renamed(scene, JOBS, 'AgentBackupJob');
  await scene.board.refreshNow();
  expect(scene.read()).toMatchObject({ em: { state: 'down' }, counts: { jobs: null, failed: null } });
});

test('between two lists the fault stays reported: an unreadable list is not forgotten with the next poll', async () => {
  const { scene, tick } = await playedInventory(12);
  await scene.board.refreshNow();
  renamed(scene, JOBS, 'AgentBackupJob');
  await scene.board.refreshNow();
  expect(scene.read().em.state).toBe('degraded');
  scene.mirror.start();
  tick(1);
  scene.mirror.stop();
  expect(scene.read().em.state).toBe('degraded');
});

const NO_JOBS =
  '<?xml version="1.0" encoding="utf-8"?><QueryResult xmlns="http://www.veeam.com/ent/v1.0"><Entities><AgentBackupJob /></Entities><PagingInfo PageNum="1" PageSize="100" PagesCount="0"><Links /></PagingInfo></QueryResult>';

test('all jobs gone at once is a fault of the link for a day, then it is believed', async () => {
  const { scene, tick } = await playedInventory(12);
  await scene.board.refreshNow();
  const good = scene.read();
  scene.sim.faults.add({ path: JOBS, times: FOREVER, do: { kind: 'body', transform: () => NO_JOBS } });
  for (const wait of [60_000, 60_000, 60_000, HOUR, 22 * HOUR]) {
    tick(wait);
    await scene.board.refreshNow();
    const { em, counts } = scene.read();
    expect([em.state, counts.jobs, counts.failed]).toEqual(['degraded', 12, good.counts.failed]);
    expect(em.message).toContain('it lists no agent job any more, although 12 were known a moment ago');
  }
  tick(2 * HOUR);
  for (let list = 0; list < 3; list += 1) await scene.board.refreshNow();
  expect(scene.read().counts.jobs).toBe(0);
});

test.each([9, 40])(
  'the greater part of %s gone at once stays for an hour; what comes back was never away',
  async (jobs) => {
    const { scene, tick } = await playedInventory(jobs);
    await scene.board.refreshNow();
    const [first = '', ...others] = scene.sim.world.jobs().map(({ id }) => id);
    const only = (text: string) =>
      text.replace(/<AgentBackupJob (?:(?!<\/AgentBackupJob>)[\s\S])*?<\/AgentBackupJob>/g, (job) =>
        job.includes(first) ? job : '',
      );
    const end = scene.sim.faults.add({ path: JOBS, times: FOREVER, do: { kind: 'body', transform: only } });
    for (let list = 0; list < 3; list += 1) {
      tick(60_000);
      await scene.board.refreshNow();
    }
    expect(scene.read()).toMatchObject({ em: { state: 'degraded' }, counts: { jobs } });
    expect(scene.read().em.message).toContain(`it lists only one agent job, although ${jobs - 1} more were known`);
    end();
    await scene.board.refreshNow();
    expect(scene.read()).toMatchObject({ em: { state: 'ok' }, counts: { jobs: others.length + 1 } });
  },
);

const NO_RUNS = NO_JOBS.replace('<AgentBackupJob />', '<BackupJobSessions />');

test('jobs without any listed run are not good: the link is degraded until there is one', async () => {
  const { scene } = await playedInventory(12);
  const path = /BackupJobSession|backupSessions/;
  const end = scene.sim.faults.add({ path, times: FOREVER, do: { kind: 'body', transform: () => NO_RUNS } });
  const states = new Set<string>();
  scene.mirror.onChange(() => states.add(scene.mirror.health.state));
  for (let poll = 0; poll < 3; poll += 1) {
    await scene.board.refreshNow();
    expect([...states]).toEqual(['degraded']);
    expect(scene.read()).toMatchObject({ em: { state: 'degraded', newestEventAt: null }, counts: { jobs: 12 } });
    expect(scene.read().em.message).toContain('no run of any of its 12 agent jobs');
  }
  end();
  const [job] = scene.sim.world.jobs();
  scene.sim.world.fail(job?.name ?? '', 'No space.');
  await scene.board.refreshNow();
  expect(scene.read()).toMatchObject({ em: { state: 'ok' }, counts: { failed: 1 } });
});

test('one job deleted goes as before', async () => {
  const { scene } = await playedInventory(12);
  await scene.board.refreshNow();
  scene.sim.world.removeJob(scene.sim.world.jobs()[0]?.id ?? '');
  await scene.board.refreshNow();
  await scene.board.refreshNow();
  expect(scene.read()).toMatchObject({ em: { state: 'ok' }, counts: { jobs: 11 } });
});

test('an Enterprise Manager without a run for longer than usual is reported as silent', async () => {
  const { scene, tick } = await playedInventory(12);
  await scene.board.refreshNow();
  expect(scene.read().em.silentSince).toBeUndefined();
  scene.sim.faults.add({ path: /BackupJobSession/, times: FOREVER, do: { kind: 'status', status: 500 } });
  tick(30 * 24 * HOUR);
  await scene.board.refreshNow();
  expect(scene.read().em).toMatchObject({ silentSince: scene.read().em.newestEventAt });
});
