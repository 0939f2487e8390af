import { describe, expect, test } from 'vitest';
import { createMachineSearch } from '#board/machines.ts';
import { boardScene, type Scene } from './board-scene.ts';

const FOREVER = Number.POSITIVE_INFINITY;
const MINUTE = 60_000;
const failedJobs = 40;

async function inventoryOfFailed(count = failedJobs): Promise<Scene & { tick: (ms: number) => void }> {
  let now = Date.now();
  const clock = { now: () => now };
  const scene = await boardScene({ simulator: { jobs: 0 }, clock });
  for (let at = 0; at < count; at += 1)
    scene.sim.world.addJob({ name: `Job ${at}`, machines: [`m${at}`], last: 'failed', reason: `Reason ${at}.` });
  return { ...scene, tick: (ms) => (now += ms) };
}

async function newestRunOf(scene: Scene, name: string): Promise<string> {
  const [run] = await scene.em.runs({ jobId: scene.sim.world.job(name).id, limit: 1 });
  return run?.id ?? '';
}

function asks(scene: Scene, runId: string): number {
  return scene.sim.requests.filter(({ path }) => path.includes(runId) && /TaskSession/i.test(path)).length;
}

describe('one run whose machine results cannot be given', () => {
  test.each([
    ['500', { kind: 'status', status: 500 }],
    ['403', { kind: 'status', status: 403 }],
    ['404', { kind: 'status', status: 404 }],
    ['no XML', { kind: 'body', transform: (): string => 'nonsense' }],
    ['another root', { kind: 'body', transform: (): string => '<Task/>' }],
  ] as const)(
    'answered by %s costs its reasons only, in the same cycle, and is not requested at every poll',
    async (_what, fault) => {
      const scene = await inventoryOfFailed();
      const bad = await newestRunOf(scene, 'Job 0');
      scene.sim.faults.add({ path: new RegExp(`${bad}.*|taskSessions.*${bad}`, 'i'), times: FOREVER, do: fault });
      await scene.board.refreshNow();
      const { failed, em } = scene.read();
      expect(failed).toHaveLength(failedJobs);
      const without = failed.filter(({ reasons }) => reasons.length === 0);
      expect(without.map(({ name, run }) => [name, run?.machinesTotal])).toEqual([['Job 0', null]]);
      expect(em.state).toBe('ok');
      const before = asks(scene, bad);
      for (let poll = 0; poll < 5; poll += 1) {
        scene.tick(10_000);
        await scene.board.refreshNow();
      }
      expect(asks(scene, bad)).toBe(before);
      scene.sim.faults.clear();
      scene.tick(2 * MINUTE);
      await scene.board.refreshNow();
      expect(scene.read().failed.find(({ name }) => name === 'Job 0')?.reasons).toMatchObject([{ text: 'Reason 0.' }]);
    },
  );

  test('does not make the server count as down, wherever in the list it stands', async () => {
    const scene = await inventoryOfFailed(16);
    for (let at = 0; at < 16; at += 1) {
      const bad = await newestRunOf(scene, `Job ${at}`);
      scene.sim.faults.clear();
      scene.sim.faults.add({ path: new RegExp(bad, 'i'), times: FOREVER, do: { kind: 'status', status: 500 } });
      const ids = await Promise.all(Array.from({ length: 16 }, (_, each) => newestRunOf(scene, `Job ${each}`)));
      const refused: string[] = [];
      const given = await scene.em.machineResultsOf(ids, (id) => refused.push(id));
      expect([refused, given.size, given.has(bad)]).toEqual([[bad], 15, false]);
    }
  });
});

describe('a run without machine results in the query', () => {
  const empty = {
    kind: 'body',
    transform: (text: string) => text.replace(/<BackupTaskSession[ >][\s\S]*<\/BackupTaskSession>/, ''),
  } as const;

  test('is requested by its address', async () => {
    const scene = await inventoryOfFailed(2);
    scene.sim.faults.add({ path: /query\?type=BackupTaskSession/, times: FOREVER, do: empty });
    await scene.board.refreshNow();
    expect(
      scene
        .read()
        .failed.map(({ reasons }) => reasons[0]?.text)
        .sort(),
    ).toEqual(['Reason 0.', 'Reason 1.']);
  });

  test('is requested by its children where it has no results itself', async () => {
    const scene = await inventoryOfFailed(2);
    const runs = [await newestRunOf(scene, 'Job 0'), await newestRunOf(scene, 'Job 1')];
    scene.sim.faults.add({ path: /query\?type=BackupTaskSession/, times: FOREVER, do: empty });
    scene.sim.faults.add({ path: new RegExp(`(${runs.join('|')})/taskSessions`, 'i'), times: FOREVER, do: empty });
    await scene.board.refreshNow();
    expect(
      scene
        .read()
        .failed.map(({ reasons, run }) => [reasons[0]?.text, run?.machinesTotal])
        .sort(),
    ).toEqual([
      ['Reason 0.', 1],
      ['Reason 1.', 1],
    ]);
  });

  test.each([
    ['by the task sessions of its children', 'Reason', 'The VSS writer timed out.'],
    ['by the message of a child session', 'FailureMessage', 'The snapshot storage is full.'],
  ])(
    'asks once for better reasons where each of them says nothing, and finds them %s',
    async (_where, member, text) => {
      const scene = await inventoryOfFailed(0);
      scene.sim.world.addJob({ name: 'Mute', machines: ['mute-1'], last: 'failed', reason: 'Failed' });
      const run = await newestRunOf(scene, 'Mute');
      // Older runs of the machine may be read meanwhile, with children of their own.
      const ofChildren = new RegExp(`${run}/agentManagementSessions`, 'i');
      const ofChild = new RegExp(`backupSessions/(?!${run})[^/]+/taskSessions`, 'i');
      scene.sim.faults.add(
        member === 'Reason'
          ? {
              path: ofChild,
              times: FOREVER,
              do: { kind: 'body', transform: (xml) => xml.replace('<Reason>Failed<', `<Reason>${text}<`) },
            }
          : {
              path: ofChildren,
              times: FOREVER,
              do: {
                kind: 'body',
                transform: (xml) => xml.replace('<IsRetry>', `<FailureMessage>${text}</FailureMessage><IsRetry>`),
              },
            },
      );
      if (member === 'FailureMessage')
        scene.sim.faults.add({
          path: ofChild,
          times: FOREVER,
          do: { kind: 'body', transform: (xml) => xml.replace('<Reason>Failed<', '<Reason><') },
        });
      for (let poll = 0; poll < 4; poll += 1) {
        await scene.board.refreshNow();
        scene.tick(2 * MINUTE);
      }
      expect(scene.read().failed[0]?.reasons).toEqual([{ machine: 'mute-1', text }]);
      expect(scene.sim.requests.filter(({ path }) => ofChildren.test(path))).toHaveLength(1);
    },
  );

  test('is requested by its children where it ended with a warning, too', async () => {
    const scene = await inventoryOfFailed(0);
    const { id } = scene.sim.world.addJob({ name: 'Slow', machines: ['s1'], last: 'warning' });
    const newest = await newestRunOf(scene, 'Slow');
    scene.sim.faults.add({ path: /query\?type=BackupTaskSession/, times: FOREVER, do: empty });
    scene.sim.faults.add({ path: new RegExp(`${newest}/taskSessions`, 'i'), times: FOREVER, do: empty });
    await scene.board.refreshNow();
    const run = scene.board.known()?.runsOf(id).at(0);
    if (run === undefined) throw new Error('the run is not known');
    await scene.mirror.machines.read([run], false);
    expect(scene.mirror.machines.of(run.id)).toMatchObject([{ machine: 's1', result: 'warning' }]);
  });

  test('counts a machine whose child cannot be read, and reads it when it is readable again', async () => {
    const scene = await inventoryOfFailed(0);
    scene.sim.world.addJob({ name: 'Three', machines: ['a1', 'a2', 'a3'], last: 'failed', reason: 'Full.' });
    const run = await newestRunOf(scene, 'Three');
    scene.sim.faults.add({ path: /query\?type=BackupTaskSession/, times: FOREVER, do: empty });
    scene.sim.faults.add({ path: new RegExp(`${run}/taskSessions`, 'i'), times: FOREVER, do: empty });
    const ofChild = new RegExp(`backupSessions/(?!${run})[^/]+/taskSessions`, 'i');
    scene.sim.faults.add({ path: ofChild, times: 1, do: { kind: 'status', status: 500 } });
    await scene.board.refreshNow();
    expect(scene.read().failed[0]?.run?.machinesTotal).toBe(3);
    const atFirst = asks(scene, run);
    scene.tick(2 * MINUTE);
    await scene.board.refreshNow();
    expect(scene.read().failed[0]?.run?.machinesTotal).toBe(3);
    expect(scene.read().failed[0]?.reasons.map(({ text }) => text)).toContain('Full.');
    const before = asks(scene, run);
    expect(before).toBeGreaterThan(atFirst);
    scene.tick(2 * MINUTE);
    await scene.board.refreshNow();
    expect(asks(scene, run)).toBe(before);
  });

  test('is not known where none are anywhere: never 0 of 0', async () => {
    const scene = await inventoryOfFailed(8);
    scene.sim.faults.add({ path: /TaskSession/i, times: FOREVER, do: empty });
    await scene.board.refreshNow();
    await scene.board.refreshNow();
    for (const { run, state } of scene.read().failed)
      expect([state, run?.machinesFailed, run?.machinesTotal]).toEqual(['failed', null, null]);
    expect(scene.read().em.state).toBe('ok');
    const before = scene.sim.requests.filter(({ path }) => /TaskSession/i.test(path)).length;
    for (let poll = 0; poll < 3; poll += 1) await scene.board.refreshNow();
    const more = scene.sim.requests.filter(({ path }) => /TaskSession/i.test(path)).length - before;
    expect(more).toBeLessThanOrEqual(3);
  });
});

describe('the machine search after a restart', () => {
  function search(scene: Scene, q: string) {
    const known = scene.board.known();
    if (known === null) throw new Error('the board has not been read');
    return createMachineSearch({ known: () => known, version: () => scene.mirror.version })(q);
  }

  test('does not show the result of an older run where a newer one is unavailable', async () => {
    const scene = await boardScene({ simulator: { jobs: 0 } });
    const job = scene.sim.world.addJob({ name: 'Single', machines: ['lost01'], last: 'failed' });
    await scene.board.refreshNow();
    expect((await search(scene, 'lost01')).machines[0]?.results[0]?.result).toBe('failed');
    scene.sim.world.fail(job);
    const newest = await newestRunOf(scene, 'Single');
    scene.sim.faults.add({ path: new RegExp(newest, 'i'), times: FOREVER, do: { kind: 'status', status: 500 } });
    await scene.board.refreshNow();
    expect((await search(scene, 'lost01')).machines[0]?.results[0]).toMatchObject({
      runId: newest,
      result: 'unknown',
    });
  });
});
