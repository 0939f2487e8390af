import { expect, test } from 'vitest';
import { boardScene } from './board-scene.ts';

const MINUTE = 60_000;
const NAMES = [/<JobUid>[^<]*<\/JobUid>/, /<JobName>[^<]*<\/JobName>/, /<Links>[\s\S]*?<\/Links>/, / Name="[^"]*"/];
const DATE = /<CreationTimeUTC>[^<]*<\/CreationTimeUTC>/;

test.each([
  { what: 'without a known job, not even by the list of its job,', lost: NAMES },
  { what: 'that has lost its date as well', lost: [...NAMES, DATE] },
])('a run $what stays reported, however many younger ones there are, until it can be read', async ({ lost }) => {
  let now = Date.now();
  const { sim, em, board, read } = await boardScene({ simulator: { jobs: 0 }, clock: { now: () => now } });
  const others = Array.from({ length: 7 }, (_, at) => `Job ${at}`);
  for (const name of ['Victim', ...others]) sim.world.addJob({ name, machines: ['m'], last: 'success' });
  for (const name of ['Victim', ...others]) sim.world.fail(name, 'No space.');
  const [bad] = await em.runs({ jobId: sim.world.job('Victim').id, limit: 1 });
  const spoil = (run: string) =>
    run.slice(0, 300).includes(bad?.id ?? '-') ? lost.reduce((text, part) => text.replace(part, ''), run) : run;
  const inAll = (how: (run: string) => string) => ({
    kind: 'body' as const,
    transform: (text: string) => text.replace(/<BackupJobSession [\s\S]*?<\/BackupJobSession>/g, how),
  });
  const times = Number.POSITIVE_INFINITY;
  sim.faults.add({
    path: /JobUid|agents\/jobs\/.*backupSessions/i,
    times,
    do: inAll((run) => (run.includes(bad?.id ?? '-') ? '' : run)),
  });
  sim.faults.add({ path: /BackupJobSession|backupSessions/i, times, do: inAll(spoil) });
  for (let poll = 0; poll < 4; poll += 1) {
    await board.refreshNow();
    expect(read().em).toMatchObject({ state: 'degraded', message: expect.stringContaining('its job is unknown') });
    now += 2 ** poll * MINUTE;
  }
  sim.faults.clear();
  now += 60 * MINUTE;
  for (let poll = 0; poll < 2; poll += 1) await board.refreshNow();
  expect(read().em.state).toBe('ok');
  expect(read().failed.map(({ name }) => name)).toContain('Victim');
});
