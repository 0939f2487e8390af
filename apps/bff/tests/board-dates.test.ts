import { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';
import { expect, onTestFinished, test } from 'vitest';
import { createJobLists } from '#board/publish/job-lists.ts';
import { iso } from '#iso.ts';
import { DAY } from './board-samples.ts';
import { boardScene, type Scene } from './board-scene.ts';

const FOREVER = Number.POSITIVE_INFINITY;

function change(scene: Scene, transform: (text: string) => string): void {
  scene.sim.faults.add({ path: /./, times: FOREVER, do: { kind: 'body', transform } });
}

async function rowOf(scene: Scene, name: string) {
  await scene.board.refreshNow();
  return (await scene.board.rows()).find((row) => row.name === name);
}

test.each([
  '1900-01-01T00:00:00Z',
  '1753-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '2001-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
])('a run in progress is running, though its end reads %s', async (date) => {
  const scene = await boardScene({ simulator: { jobs: 0 } });
  scene.sim.world.addJob({ name: 'Long', machines: ['m'], last: 'running' });
  change(scene, (text) =>
    text.replace(
      /(<BackupJobSession\b(?:(?!<\/BackupJobSession>)[\s\S])*?<CreationTimeUTC>[^<]*<\/CreationTimeUTC>)(?!<EndTimeUTC>)/g,
      `$1<EndTimeUTC>${date}</EndTimeUTC>`,
    ),
  );
  expect(await rowOf(scene, 'Long')).toMatchObject({ state: 'running', run: { endedAt: null } });
  expect(scene.read().counts).toMatchObject({ failed: 0, running: 1 });
});

test('a good run that a wrong clock dated a year ahead hides no later failure, before and after a restart', async () => {
  const scene = await boardScene({ simulator: { jobs: 0 } });
  const job = scene.sim.world.addJob({ name: 'Ahead', machines: ['m'], last: 'success' });
  const [good] = await scene.em.runs({ jobId: job.id, limit: 1 });
  change(scene, (text) =>
    text.replace(/<BackupJobSession (?:(?!<\/BackupJobSession>)[\s\S])*?<\/BackupJobSession>/g, (session) =>
      session.includes(good?.id ?? '?') ? session.replace(/(TimeUTC>)2\d{3}/g, '$12090') : session,
    ),
  );
  expect((await rowOf(scene, 'Ahead'))?.state).toBe('idle');
  expect(Date.parse(scene.read().em.newestEventAt ?? '')).toBeLessThan(Date.now() + 60_000);
  scene.sim.world.fail(job);
  const failed = await rowOf(scene, 'Ahead');
  expect(failed?.state).toBe('failed');
  // The request of the click names the same run as the newest.
  const [newest] = await scene.em.runs({ jobId: job.id, limit: 20 });
  expect(newest?.id).toBe(failed?.run?.id);
  const again = await boardScene({ sim: scene.sim });
  expect((await rowOf(again, 'Ahead'))?.state).toBe('failed');
});

test.each([
  ['9999-12-31T23:59:59Z', /<NextRun>[^<]*/g, '<NextRun>9999-12-31T23:59:59Z'],
  ['2090, which no schedule reaches', /<NextRun>[^<]*/g, '<NextRun>2090-01-01T00:00:00Z'],
  ['with a schedule that is off', /<ScheduleEnabled>true/gi, '<ScheduleEnabled>false'],
] as const)('a next run %s is none', async (_what, from, to) => {
  const scene = await boardScene({ simulator: { jobs: 12 } });
  await scene.board.refreshNow();
  const planned = (rows: readonly { nextRunAt: string | null }[]) => rows.filter(({ nextRunAt }) => nextRunAt !== null);
  expect(planned(await scene.board.rows()).length).toBeGreaterThan(0);
  change(scene, (text) => text.replace(from, to));
  await scene.board.refreshNow();
  expect(planned(await scene.board.rows())).toEqual([]);
});

test.each([
  ['ahead', 3 * DAY],
  ['behind', -3 * DAY],
])(
  'a machine whose clock is three days %s shows the same rows: next runs, automatic retries, days, and no silence',
  async (_direction, ms) => {
    const sim = new EnterpriseManagerSimulator({ seed: 7, jobs: 24 });
    await sim.start(0);
    onTestFinished(() => sim.stop());
    // Of some Veeam tries again by itself.
    for (const { name } of sim.world.jobs()) sim.world.fail(name);
    const [right, wrong] = [
      await boardScene({ sim }),
      await boardScene({ sim, clock: { now: () => Date.now() + ms } }),
    ];
    for (const { board } of [right, wrong]) await board.refreshNow();
    const rows = await right.board.rows();
    expect(rows.filter(({ nextRunAt }) => nextRunAt !== null).length).toBeGreaterThan(0);
    expect(rows.filter(({ autoRetryAt }) => autoRetryAt !== null).length).toBeGreaterThan(0);
    expect(await wrong.board.rows()).toEqual(rows);
    for (const { id, autoRetryAt } of rows) expect(iso(wrong.mirror.veeamRetriesAt(id, () => false))).toBe(autoRetryAt);
    const { counts, em } = wrong.read();
    expect(counts).toEqual(right.read().counts);
    expect(em.silentSince).toBeUndefined();
  },
);

test('a job that runs because of a retry is counted once: the list of running jobs is as long as their number', async () => {
  const scene = await boardScene({ simulator: { jobs: 0 } });
  for (const name of ['By schedule', 'By retry']) scene.sim.world.addJob({ name, machines: ['m'], last: 'running' });
  await scene.board.refreshNow();
  scene.desk.retry(scene.sim.world.job('By retry').id);
  await scene.board.refreshNow();
  const list = JSON.parse(createJobLists()(await scene.board.rows(), { state: 'running' }, null).text);
  expect(list.jobs.map(({ name }: { name: string }) => name)).toEqual(['By schedule']);
  expect(scene.read().counts.running).toBe(1);
});
