import { ODDITY_NAMES, type OddityName } from '@retry-desk/em-simulator';
import { expect, test, vi } from 'vitest';
import { boardScene } from './board-scene.ts';

/** Oddities that a careful reader tolerates: the data is the same. */
const HARMLESS: readonly OddityName[] = ['bom', 'utf-16', 'foreign-href', 'unknown-elements'];
/** Strange but readable values: the board shows them as they are. */
const READ_AS_SENT: readonly OddityName[] = ['unknown-words', 'never-dates'];

const lists = { method: 'GET', path: /\/(query|agents|backupSessions)/i, times: Number.POSITIVE_INFINITY };

function isOneOf(names: readonly OddityName[], name: string): boolean {
  return names.some((known) => known === name);
}

test.each(ODDITY_NAMES.filter((name) => isOneOf(HARMLESS, name)))('%s changes nothing', async (name) => {
  const scene = await boardScene();
  await scene.board.refreshNow();
  const good = scene.read();
  scene.sim.faults.add({ ...lists, do: { kind: 'oddity', name: name as OddityName } }); // a name of the list itself
  await scene.board.refreshNow();
  expect(scene.read()).toMatchObject({ em: { state: 'ok' }, failed: good.failed, counts: good.counts });
});

test.each(ODDITY_NAMES.filter((name) => !isOneOf([...HARMLESS, ...READ_AS_SENT], name)))(
  '%s never replaces a good board, and the message names server and call',
  { timeout: 60_000 },
  async (name) => {
    let now = Date.now();
    const scene = await boardScene({ clock: { now: () => now } });
    await scene.board.refreshNow();
    const good = scene.read();
    expect(good.failed.length).toBeGreaterThan(0);
    scene.sim.faults.add({ ...lists, do: { kind: 'oddity', name: name as OddityName } }); // a name of the list itself
    await vi.waitFor(
      async () => {
        await scene.board.refreshNow();
        expect(scene.read().em.state).not.toBe('ok');
      },
      { timeout: 40_000 },
    );
    const { em, failed, counts } = scene.read();
    expect({ failed, counts }).toEqual({ failed: good.failed, counts: good.counts });
    expect(em.message).toContain(scene.em.host);
    expect(em.message).toMatch(/GET \/api\//);
    scene.sim.faults.clear();
    await vi.waitFor(
      async () => {
        // An element taken for a bad one is requested again after a minute.
        now += 60_000;
        await scene.board.refreshNow();
        expect(scene.read().em.state).toBe('ok');
      },
      { timeout: 40_000, interval: 200 },
    );
    expect(scene.read().failed.map(({ id }) => id)).toEqual(good.failed.map(({ id }) => id));
  },
);

test('a failed job whose result becomes an unknown word stays visible, and does not count as good', async () => {
  const scene = await boardScene();
  const job = scene.sim.world.addJob({ name: 'Mail', machines: ['mail01'], last: 'failed' });
  await scene.board.refreshNow();
  const before = scene.read().counts.failed ?? 0;
  scene.sim.world.fail(job);
  scene.sim.faults.add({ ...lists, do: { kind: 'oddity', name: 'unknown-words' } });
  await scene.board.refreshNow();
  const board = scene.read();
  expect(board.failed.find(({ id }) => id === job.id)).toMatchObject({ state: 'unknown', run: { result: 'unknown' } });
  expect(board.counts.failed).toBeGreaterThanOrEqual(before);
});

test.each(READ_AS_SENT)('%s is no reason to lose a job', async (name) => {
  const scene = await boardScene();
  await scene.board.refreshNow();
  const good = scene.read();
  scene.sim.faults.add({ ...lists, do: { kind: 'oddity', name } });
  await scene.board.refreshNow();
  expect(scene.read().counts.jobs).toBe(good.counts.jobs);
});
