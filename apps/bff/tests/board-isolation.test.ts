import { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { BAD_JOBS, BAD_RUNS, type Badness, spoil, UNPARSABLE } from './bad-elements.ts';
import { boardScene, type Scene } from './board-scene.ts';

const FOREVER = Number.POSITIVE_INFINITY;
const sim = new EnterpriseManagerSimulator({ seed: 3, jobs: 6 });
let victim = '';

beforeAll(async () => {
  await sim.start(0);
  victim = sim.world.addJob({ name: 'Victim', machines: ['vic01'], last: 'success' }).id;
  sim.world.addJob({ name: 'Other', machines: ['oth01'], last: 'failed' });
  // The one before was good: shown as the newest it would hide the failure.
  sim.world.fail('Victim', 'No space.');
});
afterAll(() => sim.stop());

async function newestRun(scene: Scene, jobId: string): Promise<string> {
  const [run] = await scene.em.runs({ jobId, limit: 1 });
  if (run === undefined) throw new Error('the job has not run');
  return run.id;
}

async function rowsOf(scene: Scene) {
  await scene.board.refreshNow();
  const rows = [...(await scene.board.rows())];
  return { others: rows.filter(({ id }) => id !== victim), own: rows.find(({ id }) => id === victim) };
}

function play(kind: string, id: string, bad: Badness): void {
  sim.faults.add({ method: 'GET', times: FOREVER, do: { kind: 'body', transform: spoil(kind, id, bad) } });
  onTestFinished(() => sim.faults.clear());
}

describe('one bad element costs that element, everything else is as without it', () => {
  test.each(BAD_RUNS)('a newest run with $what, met at the start and later', async (bad) => {
    const before = await boardScene({ sim });
    const good = await rowsOf(before);
    const runId = await newestRun(before, victim);
    play('BackupJobSession', runId, bad);
    for (const scene of [await boardScene({ sim }), before]) {
      const { others, own } = await rowsOf(scene);
      expect(others).toEqual(good.others);
      // Never what an older run came to.
      expect(['failed', 'unknown']).toContain(own?.state ?? 'unknown');
      const { em, counts } = scene.read();
      expect(counts.jobs).toBe(8);
      expect(em.state).not.toBe('down');
      if (own?.state !== 'failed' && own?.state !== 'unknown') expect(em.message).toContain(scene.em.host);
    }
  });

  test.each(BAD_JOBS)('a job with $what, met at the start and later', async (bad) => {
    const before = await boardScene({ sim });
    const good = await rowsOf(before);
    play('AgentBackupJob', victim, bad);
    const later = await rowsOf(before);
    expect(later.others).toEqual(good.others);
    expect(later.own).toMatchObject({ state: 'failed', streak: good.own?.streak });
    const anew = await boardScene({ sim });
    const { others, own } = await rowsOf(anew);
    expect(others).toEqual(good.others);
    // A run that cannot be shown is reported, never left out in silence.
    if (own === undefined) expect(anew.read().em).toMatchObject({ state: 'degraded' });
    else expect(own.state).toBe('failed');
  });
});

const nameless: Badness = {
  what: 'nothing that names its job',
  change: (all) =>
    all.replace(/<Links>[\s\S]*?<\/Links>|<JobUid>.*?<\/JobUid>|<JobName>.*?<\/JobName>| Name="[^"]*"/g, ''),
};

test.each([nameless, ...UNPARSABLE])(
  'a newest run with $what, met at the start, makes the job unknown that lists it, and the rest is read',
  async (bad) => {
    const scene = await boardScene({ sim });
    const good = await rowsOf(scene);
    const runId = await newestRun(scene, victim);
    play('BackupJobSession', runId, bad);
    const anew = await boardScene({ sim });
    await vi.waitFor(
      async () => {
        const { others, own } = await rowsOf(anew);
        expect(own?.state).toBe('unknown');
        expect(others).toEqual(good.others);
      },
      { timeout: 60_000 },
    );
    // Without an id that job's run cannot be matched with the reported one.
    expect(anew.read().em.state).toBe(bad === nameless ? 'ok' : 'degraded');
  },
);

test('unreadable data is read once it is readable', async () => {
  let now = Date.now();
  const clock = { now: () => now };
  const scene = await boardScene({ sim, clock });
  const runId = await newestRun(scene, victim);
  play('BackupJobSession', runId, {
    what: '',
    change: (all) => all.replace(/<CreationTimeUTC>.*?</, '<CreationTimeUTC><'),
  });
  expect((await rowsOf(scene)).own?.state).toBe('unknown');
  sim.faults.clear();
  now += 3 * 60_000;
  await rowsOf(scene);
  now += 3 * 60_000;
  expect((await rowsOf(scene)).own?.state).toBe('failed');
});
