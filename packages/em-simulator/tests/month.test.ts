import { expect, test } from 'vitest';
import type { NewJob, SimulatorOptions } from '#index.ts';
import { begin, handClock, runsOf } from './begin.ts';
import { logOn, send, textsOf } from './talk.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A world that moves, with one job that starts at ten (UTC unless its server stands elsewhere), and what is seen of it. */
async function moving(options: SimulatorOptions = {}, wish: Partial<NewJob> = {}) {
  const clock = handClock();
  const em = await begin({ jobs: 0, clock, runsSchedules: true, ...options });
  const job = em.world.addJob({
    name: 'Job',
    machines: ['m'],
    last: 'success',
    startMinute: 600,
    scheduled: 'success',
    ...wish,
  });
  const ask = async (path: string, wish: { method?: string; accept?: string } = {}) => {
    const headers = { ...(await logOn(em)), Accept: wish.accept ?? 'application/xml' };
    return (await send(em, path, { headers, ...(wish.method === undefined ? {} : { method: wish.method }) })).body;
  };
  const seen = async () => {
    const [entity, runs] = [await ask(`/api/agents/jobs/${job.id}?format=Entity`), await ask(runsOf(job.id))];
    return { next: textsOf(entity, 'NextRun')[0], newest: textsOf(runs, 'CreationTimeUTC')[0]?.slice(0, 16) };
  };
  return { clock, em, job, ask, seen };
}

const BEFORE = { next: '2026-03-11T10:00:00Z', newest: '2026-03-10T10:00' };
const AFTER = { next: '2026-03-12T10:00:00Z', newest: '2026-03-11T10:00' };

test('a scheduled run and the next run are seen with the collection every 15 minutes', async () => {
  const { clock, seen } = await moving({ collectionMinutes: 15 });
  expect(await seen()).toEqual(BEFORE);
  clock.at += HOUR + 14 * MINUTE;
  expect((await seen()).next).toBe('2026-03-12T10:00:00Z');
  expect((await seen()).newest).toBe(BEFORE.newest);
  clock.at += MINUTE;
  expect(await seen()).toEqual(AFTER);
});

test.each(['by hand', 'stopped'])(
  'where the collection is %s, sessions and next runs stand still until somebody asks',
  async (how) => {
    const { clock, em, ask, seen } = await moving(
      how === 'stopped' ? { collectionMinutes: 15 } : { collectsByHand: true },
    );
    if (how === 'stopped') em.world.stopCollecting();
    clock.at += 7 * HOUR;
    expect(await seen()).toEqual(BEFORE);
    const [server = ''] = /[0-9a-f-]{36}/.exec(await ask('/api/backupServers')) ?? [];
    expect(await ask(`/api/backupServers/${server}?action=collect`, { method: 'POST' })).toContain(
      'CollectingBackupServer',
    );
    clock.at += MINUTE;
    expect(await seen()).toEqual(AFTER);
    clock.at += 24 * HOUR;
    expect(await seen()).toEqual(AFTER);
    em.world.collectAgain();
    expect((await seen()).newest).toBe(how === 'stopped' ? '2026-03-12T10:00' : AFTER.newest);
  },
);

test('a backup server of another zone writes its own time and its offset, and starts in UTC', async () => {
  const { clock, job, ask, seen } = await moving({ timeZones: ['Europe/Vienna'] }, { startMinute: 23 * 60 });
  const path = `/api/agents/jobs/${job.id}?format=Entity`;
  const daily = async () => /<OptionsDaily.*?<Time>(.*?)<\/Time><TimeOffsetUtc>(.*?)</.exec(await ask(path))?.slice(1);
  expect([await daily(), (await seen()).next]).toEqual([['23:00:00.0000000+01:00', '1'], '2026-03-11T22:00:00Z']);
  clock.at = Date.UTC(2026, 2, 28, 23);
  expect((await seen()).next).toBe('2026-03-29T21:00:00Z');
  clock.at = Date.UTC(2026, 2, 30, 9);
  expect([await daily(), (await seen()).next]).toEqual([['23:00:00.0000000+02:00', '2'], '2026-03-30T21:00:00Z']);
  expect((await seen()).newest).toBe('2026-03-29T21:00');
  expect(await ask(path, { accept: 'application/json' })).toContain(
    '"Time":"2026-03-30T23:00:00+02:00","TimeOffsetUtc":2',
  );
});

test.each([
  ['stays', '2026-03-11T10:00:00Z'],
  ['moves-on', '2026-03-14T10:00:00Z'],
] as const)('the next run of a job that has missed three starts %s', async (missedNextRun, next) => {
  const { clock, em, job, seen } = await moving({ missedNextRun });
  em.world.missStarts(job);
  clock.at += 72 * HOUR;
  expect(await seen()).toEqual({ next, newest: BEFORE.newest });
});

test.each([
  ['stays', true],
  ['moves-on', false],
] as const)('nothing-ran goes on, with next runs in the past where the next run %s', async (missedNextRun, isPast) => {
  const clock = handClock();
  const em = await begin({ jobs: 8, clock, runsSchedules: true, missedNextRun, scenario: 'nothing-ran' });
  const headers = async () => ({ headers: await logOn(em) });
  for (const day of [0, 2]) {
    clock.at += day * 24 * HOUR;
    const { body } = await send(em, '/api/agents/jobs?format=Entity', await headers());
    for (const next of textsOf(body, 'NextRun')) expect(Date.parse(next) < clock.at).toBe(isPast);
    const runs = await send(
      em,
      '/api/query?type=BackupJobSession&format=Entities&sortDesc=CreationTime&pageSize=1',
      await headers(),
    );
    expect(textsOf(runs.body, 'CreationTimeUTC')[0]?.slice(0, 8)).toBe('2026-03-');
    expect(Date.parse(textsOf(runs.body, 'CreationTimeUTC')[0] ?? '')).toBeLessThan(Date.UTC(2026, 2, 8, 9));
  }
});
