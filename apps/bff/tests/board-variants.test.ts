import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from './board-samples.ts';
import { boardScene, type SceneOptions } from './board-scene.ts';

const noon = Date.UTC(2026, 2, 18, 12, 3);

/** The board of a world that stands still. */
async function jsonOf(options: SceneOptions) {
  const clock = { now: () => noon };
  const scene = await boardScene({
    ...options,
    clock,
    simulator: { seed: 11, jobs: 24, clock, ...options.simulator },
  });
  // Twice: what hangs on the children of runs is read for five of them at once.
  await scene.board.refreshNow();
  await scene.board.refreshNow();
  const { counts, servers, failed, em } = scene.read();
  expect(em).toMatchObject({ state: 'ok', message: null });
  return { counts, servers, failed };
}

test('every kind of Enterprise Manager gives the same board', { timeout: 60_000 }, async () => {
  const plain = await jsonOf({});
  expect(plain.failed.length).toBeGreaterThan(2);
  expect(plain.failed.every(({ reasons }) => reasons.length > 0)).toBe(true);
  const oddities = {
    shuffleAttributes: true,
    bom: true,
    unknownElements: true,
    declaration: true,
    hrefHost: 'em-inside.does-not-resolve.invalid:9398',
  };
  expect(await jsonOf({ simulator: { flavour: 'v13' } })).toEqual(plain);
  expect(await jsonOf({ simulator: { flavour: 'v12', wire: oddities } })).toEqual(plain);
  expect(await jsonOf({ simulator: { flavour: 'v13', wire: { ...oddities, declaration: false } } })).toEqual(plain);
  expect(await jsonOf({ client: { pageSize: 30 } })).toEqual(plain);
});

test.each<[what: string, simulator: NonNullable<SceneOptions['simulator']>]>([
  ['whose task sessions hang on the children of a run', { taskSessionsOn: 'children' }],
  ['whose sessions link no job', { sessionJobLinks: false }],
  ['that names the containers of its queries otherwise', { scenario: 'renamed-elements' }],
  ['that writes placeholders for dates that there are not', { scenario: 'placeholder-dates' }],
])('an Enterprise Manager %s gives the same board', async (_what, simulator) => {
  expect(await jsonOf({ simulator })).toEqual(await jsonOf({}));
});

test('every kind of Enterprise Manager counts what it lists', async () => {
  const clock = { now: () => noon };
  for (const wire of [{}, { bom: true, unknownElements: true, shuffleAttributes: true }]) {
    for (const flavour of ['v12', 'v13'] as const) {
      const { em } = await boardScene({ clock, simulator: { seed: 11, jobs: 24, clock, flavour, wire } });
      expect(await em.agentJobCount()).toBe((await em.agentJobs()).length);
      const day = { createdSince: noon - DAY, createdBefore: noon - 4 * HOUR };
      for (const filter of [{}, day, { endedSince: noon - DAY }, { createdSince: noon + DAY }]) {
        expect(await em.runCount(filter)).toBe((await em.runs(filter)).length);
      }
    }
  }
});

test.each([
  ['markup', `<b>"Tom" & 'Jerry'</b> <!-- x --> ]]>`],
  ['umlauts', 'Müller Straße Übergröße'],
  ['right to left', 'גיבוי יומי عربي'],
  ['two hundred characters', 'x'.repeat(200)],
  ['blanks inside', 'a  b   c'],
  ['an emoji', 'Backup 💾 nightly'],
])('names with %s come through as they are', async (_what, name) => {
  const { sim, board, read } = await boardScene({ simulator: { jobs: 3 } });
  const job = sim.world.addJob({ name, machines: [name], last: 'failed', reason: `Reason: ${name}` });
  await board.refreshNow();
  const row = read().failed.find(({ id }) => id === job.id);
  expect(row?.name).toBe(name);
  expect(row?.reasons).toEqual([{ machine: name, text: `Reason: ${name}` }]);
});

test('jobs that share a name stay apart', async () => {
  const { sim, board, read } = await boardScene({ simulator: { jobs: 3 } });
  const jobs = [1, 2].map(() => sim.world.addJob({ name: 'Twin', machines: ['t1'], last: 'failed' }));
  await board.refreshNow();
  const rows = read().failed.filter(({ name }) => name === 'Twin');
  expect(rows.map(({ id }) => id).sort()).toEqual(jobs.map(({ id }) => id).sort());
});

test.each([
  ['two days behind', -2 * DAY],
  ['a year behind', -365 * DAY],
  ['two days ahead', 2 * DAY],
])('no run is lost when the clock of Enterprise Manager is %s of ours', { timeout: 60_000 }, async (_what, skew) => {
  const { sim, board, read } = await boardScene({ simulator: { clock: { now: () => Date.now() + skew } } });
  const job = sim.world.addJob({ name: 'Skewed', machines: ['s1'], last: 'success' });
  await board.refreshNow();
  expect(read().counts.failed).toBeGreaterThan(0);
  sim.world.fail(job);
  await board.refreshNow();
  expect(read().failed.map(({ id }) => id)).toContain(job.id);
});

test('a run that Enterprise Manager collects late is found, however old it is by then', async () => {
  let now = noon;
  const clock = { now: () => now };
  const { sim, board, read } = await boardScene({ clock, simulator: { clock, collectionMinutes: 15 } });
  const job = sim.world.addJob({ name: 'Late', machines: ['l1'], last: 'success' });
  await board.refreshNow();
  sim.world.fail(job);
  await board.refreshNow();
  expect(read().failed.map(({ id }) => id)).not.toContain(job.id);
  for (let minutes = 0; minutes <= 20; minutes += 5) {
    now = noon + minutes * MINUTE;
    await board.refreshNow();
  }
  expect(read().failed.map(({ id }) => id)).toContain(job.id);
  expect(now - noon).toBeLessThan(HOUR);
});
