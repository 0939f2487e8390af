import { type LastGoodList, lastGoodList, type Role } from '@retry-desk/contract';
import { describe, expect, test } from 'vitest';
import { machineRoutes } from '#board/machine-routes.ts';
import { RUNS_PER_POLL } from '#mirror/poll/older-reads.ts';
import { createTurns } from '#store/turns.ts';
import { DAY, HOUR } from './board-samples.ts';
import { boardScene, type SceneOptions } from './board-scene.ts';
import { piecesOf } from './pieces.ts';

const NOON = Date.UTC(2026, 2, 18, 12);
const PATH = '/api/machines/last-good';

/** The list of machines by age over a simulated Enterprise Manager whose clock stands still. */
async function scene(options: SceneOptions = {}) {
  const clock = { at: NOON, now: () => clock.at };
  const simulator = { clock, jobs: 6, ...options.simulator };
  const all = await boardScene({ clock, ...options, simulator });
  const { mirror, board, desk } = all;
  const rows = machineRoutes({ mirror, board, clock, exports: createTurns(), retries: desk });
  const row = rows.find(({ path }) => path === PATH);

  async function ask(query: object = {}, role: Role = 'operator', accept?: string) {
    const caller = { sessionId: 's', user: 'TECH\\anna', role, via: 'browser', wall: null } as const;
    if (row === undefined) throw new Error(`no row ${PATH}`);
    const header = (name: string) => (name === 'accept' ? accept : undefined);
    return await row.handler({
      params: undefined,
      query: row.query?.parse(query),
      body: undefined,
      caller,
      header,
      remoteAddress: '',
    });
  }
  const list = async (query: object = {}, role?: Role) => lastGoodList.parse((await ask(query, role)).body);
  async function csv(query: object = {}, role?: Role) {
    const { body } = await ask(query, role, 'text/csv');
    return (await piecesOf(body as AsyncIterable<string>)).join('').split('\r\n').slice(0, -1);
  }
  /** Polls until nothing is missing; returns how many polls that took. */
  async function complete(): Promise<number> {
    for (let polls = 1; polls < 100; polls += 1) {
      await board.refreshNow();
      const { counts } = await list();
      if (counts.unread + counts.unreadJobs === 0) return polls;
    }
    throw new Error('it does not come to an end');
  }
  return { ...all, clock, list, csv, complete };
}

function find({ machines }: LastGoodList, name: string) {
  return machines.find(({ machine }) => machine === name);
}

describe('the age of last good backups', () => {
  test('comes to be known of every machine, also behind many failed runs', async () => {
    const { sim, list, complete } = await scene();
    sim.world.addJob({ name: 'Long', machines: ['long01'], last: 'failed', streak: 12 });
    sim.world.addJob({ name: 'Fine', machines: ['fine01', 'fine02'], last: 'success' });
    sim.world.addJob({ name: 'Other', machines: ['long02'], last: 'failed', streak: 31 });
    expect(await complete()).toBeGreaterThan(2);
    const all = await list();
    const [oldest] = all.machines;
    expect(oldest).toMatchObject({ machine: 'long02', backup: 'none', lastGoodAt: null });
    const long = find(all, 'long01');
    const age = NOON - Date.parse(long?.lastGoodAt ?? '');
    expect(age).toBeGreaterThan(11 * DAY);
    expect(age).toBeLessThan(14 * DAY);
    expect(long).toMatchObject({ backup: 'good', jobs: [{ name: 'Long' }], newest: { result: 'failed' } });
    expect(find(all, 'fine02')).toMatchObject({ backup: 'good', newest: { result: 'success' } });
    const ages = all.machines.map(({ lastGoodAt }) => lastGoodAt ?? '');
    expect(ages).toEqual([...ages].sort());
  });

  test('does not grow with a clock of our own that is days ahead', async () => {
    const { sim, list, complete } = await scene({ clock: { now: () => NOON + 30 * DAY } });
    sim.world.addJob({ name: 'Fine', machines: ['fine01'], last: 'success' });
    await complete();
    expect(find(await list(), 'fine01')).toMatchObject({ backup: 'good' });
    expect(find(await list({ olderThanDays: '7' }), 'fine01')).toBeUndefined();
  });

  test('older than so many days holds those without any, and the counts agree with it', async () => {
    const { sim, list, complete } = await scene();
    sim.world.addJob({ name: 'Long', machines: ['long01'], last: 'failed', streak: 12 });
    sim.world.addJob({ name: 'None', machines: ['none01'], last: 'failed', streak: 31 });
    await complete();
    const { counts, found } = await list();
    expect(found).toBe(counts.machines);
    for (const { days, machines } of counts.olderThan) {
      const older = await list({ olderThanDays: String(days) });
      expect([days, older.found]).toEqual([days, machines]);
      expect(older.machines.every(({ lastGoodAt: at }) => at === null || Date.parse(at) < NOON - days * DAY)).toBe(
        true,
      );
    }
    expect((await list({ olderThanDays: '7' })).machines.map(({ machine }) => machine)).toEqual(['none01', 'long01']);
    expect((await list({ olderThanDays: '30' })).machines.map(({ machine }) => machine)).toEqual(['none01']);
    expect((await list({ backup: 'none' })).found).toBe(counts.none);
    expect((await list({ q: 'LONG' })).machines.map(({ machine }) => machine)).toEqual(['long01']);
  });

  test('a machine that has not been read is counted apart, and is in no answer that names an age', async () => {
    const { sim, board, list } = await scene();
    sim.world.addJob({ name: 'Long', machines: ['long01'], last: 'failed', streak: 20 });
    await board.refreshNow();
    const first = await list();
    expect(find(first, 'long01')).toMatchObject({ backup: 'unread', lastGoodAt: null });
    expect(first.counts.unreadJobs).toBeGreaterThan(0);
    expect(find(await list({ olderThanDays: '7' }), 'long01')).toBeUndefined();
    expect(find(await list({ backup: 'unknown' }), 'long01')).toBeDefined();
    expect(first.machines.at(-1)?.backup).toBe('unread');
  });

  test('is read a few runs with each poll, none of them twice', async () => {
    const { sim, board, complete } = await scene({ simulator: { jobs: 0 } });
    for (let job = 0; job < 50; job += 1)
      sim.world.addJob({ name: `Job ${job}`, machines: [`m${job}`], last: 'failed', streak: 6 });
    const queries = () => sim.requests.filter(({ path }) => /type=BackupTaskSession/.test(path));
    const runsIn = (path: string) => decodeURIComponent(path).match(/BackupJobSession:[0-9a-f-]+/g) ?? [];
    await board.refreshNow();
    const before = queries().length;
    await board.refreshNow();
    expect(queries().length - before).toBeLessThanOrEqual(RUNS_PER_POLL / 15);
    await complete();
    const read = queries().flatMap(({ path }) => runsIn(path));
    expect(new Set(read).size).toBe(read.length);
    const done = queries().length;
    for (let poll = 0; poll < 3; poll += 1) await board.refreshNow();
    expect(queries().length).toBe(done);
  });

  test('a run that fails later leaves the age as it was, without reading older runs again', async () => {
    const { sim, board, list, complete, clock } = await scene({ simulator: { jobs: 0 } });
    const job = sim.world.addJob({ name: 'Job', machines: ['m'], last: 'success' });
    await complete();
    const before = find(await list(), 'm')?.lastGoodAt;
    expect(before).toBeTruthy();
    clock.at += HOUR;
    sim.world.fail(job, 'Full');
    await board.refreshNow();
    await board.refreshNow();
    expect(find(await list(), 'm')).toMatchObject({ lastGoodAt: before, newest: { result: 'failed', reason: 'Full' } });
  });

  test('comes in pages, each machine once, also when some move meanwhile', async () => {
    const { sim, list, complete, clock, board } = await scene({ simulator: { jobs: 0 } });
    const machines = Array.from({ length: 230 }, (_, at) => `m${String(at).padStart(3, '0')}`);
    const job = sim.world.addJob({ name: 'Many', machines, last: 'success' });
    await complete();
    const first = await list();
    expect(first).toMatchObject({ found: 230, nextCursor: expect.any(String) });
    expect(first.machines).toHaveLength(100);
    const second = await list({ cursor: first.nextCursor });
    const third = await list({ cursor: second.nextCursor });
    expect(third.nextCursor).toBeNull();
    const seen = [first, second, third].flatMap((page) => page.machines.map(({ machine }) => machine));
    expect(seen.sort()).toEqual(machines);
    clock.at += HOUR;
    sim.world.startRun(job);
    sim.world.finishRun(job, 'success');
    await board.refreshNow();
    await board.refreshNow();
    // All of them are younger now: those of the next page are not left out.
    expect((await list({ cursor: second.nextCursor })).machines).toHaveLength(100);
    await expect(list({ cursor: 'page 2' })).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('as a file', () => {
  test('those that fit come first, and those not known are not left out', async () => {
    const { sim, csv, board, complete } = await scene({ simulator: { jobs: 0 } });
    for (const machine of ['old01', '=cmd'])
      sim.world.addJob({ name: machine, machines: [machine], last: 'failed', streak: 31 });
    sim.world.addJob({ name: 'New', machines: ['new01'], last: 'success' });
    await complete();
    sim.world.addJob({ name: 'Long', machines: ['long01'], last: 'failed', streak: 20 });
    await board.refreshNow();
    const lines = await csv({ olderThanDays: '7' });
    expect(lines[0]).toMatch(/^machine,backup,lastGoodAt,ageDays,jobs,/);
    expect(lines.slice(1).map((line) => line.split(',').slice(0, 2).join())).toEqual([
      `"'=cmd",none`,
      'old01,none',
      'long01,unread',
    ]);
    expect((await csv()).some((line) => /^new01,good,2026-03-1[78]T[^,]+,[01](\.\d)?,New,success/.test(line))).toBe(
      true,
    );
  });

  test('accounts in reasons are for operators alone, in the list and in the file', async () => {
    const { sim, csv, list, complete } = await scene({ simulator: { jobs: 0 } });
    const reason = 'Logon failure. Account: [TECH\\svc-backup].';
    sim.world.addJob({ name: 'Job', machines: ['m'], last: 'failed', streak: 2, reason });
    await complete();
    for (const [role, isShown] of [
      ['operator', true],
      ['viewer', false],
    ] as const) {
      expect(find(await list({}, role), 'm')?.newest?.reason?.includes('svc-backup')).toBe(isShown);
      expect((await csv({}, role)).join().includes('svc-backup')).toBe(isShown);
    }
  });
});

describe('computers of protection groups', () => {
  test('one that is in no run was never backed up; that is claimed when all has been read', async () => {
    const { sim, board, list, complete } = await scene();
    sim.world.addJob({ name: 'Long', machines: ['long01'], last: 'failed', streak: 12 });
    sim.world.discoverComputer('new01.tech.local');
    await board.refreshNow();
    expect(find(await list(), 'new01.tech.local')).toMatchObject({ backup: 'unread' });
    await complete();
    const all = await list();
    expect(find(all, 'new01.tech.local')).toMatchObject({
      backup: 'never',
      jobs: [],
      computer: { agentStatus: 'Installed', protectionGroup: expect.any(String) },
    });
    // The computers of jobs are their machines.
    expect(all.machines.filter(({ backup }) => backup === 'never')).toHaveLength(1);
    expect(all.machines.every(({ computer }) => computer !== undefined)).toBe(true);
    expect(all.computers).toMatchObject({ count: all.machines.length, unreadable: 0 });
  });

  test('one that is in no newest run any more has its last good backup of then', async () => {
    const { sim, list, complete } = await scene({ simulator: { jobs: 0 } });
    sim.world.addJob({ name: 'Job', machines: ['m', 'gone01'], last: 'success' });
    // It is listed by its name, and not with the newest run.
    const transform = (text: string) =>
      text.replaceAll(
        /<BackupTaskSession (?:(?!<\/BackupTaskSession>)[\s\S])*VmDisplayName="gone01"[\s\S]*?<\/BackupTaskSession>/g,
        '',
      );
    sim.faults.add({ path: /JobSessionUid/, times: Number.POSITIVE_INFINITY, do: { kind: 'body', transform } });
    await complete();
    const all = await list();
    expect(find(all, 'gone01')).toMatchObject({
      backup: 'good',
      lastGoodAt: expect.stringMatching(/^2026-03-1[78]/),
      jobs: [{ name: 'Job' }],
    });
    expect(all.machines).toHaveLength(2);
  });

  test('a list that cannot be read leaves the last one, shows since when, and the link as it is', async () => {
    const { sim, board, list, complete, clock, read } = await scene();
    sim.world.discoverComputer('new01.tech.local');
    await complete();
    const { computers: before } = await list();
    sim.faults.add({
      path: /DiscoveredComputer/,
      times: Number.POSITIVE_INFINITY,
      do: { kind: 'status', status: 500 },
    });
    clock.at += 7 * HOUR;
    await board.refreshNow();
    const after = await list();
    expect(after.computers).toMatchObject({ readAt: before.readAt, count: before.count, failing: {} });
    expect(after.computers.failing?.message).toContain('DiscoveredComputer');
    expect(find(after, 'new01.tech.local')).toMatchObject({ backup: 'never' });
    expect(read().em.state).toBe('ok');
    sim.faults.clear();
    clock.at += HOUR;
    await board.refreshNow();
    expect((await list()).computers.failing).toBeUndefined();
  });

  test('names that cannot be looked up are not known, and the page comes to its end', async () => {
    const { sim, list, complete } = await scene();
    sim.world.discoverComputer('new01.tech.local');
    sim.faults.add({ path: /VmDisplayName/, times: Number.POSITIVE_INFINITY, do: { kind: 'status', status: 400 } });
    await complete();
    const all = await list();
    expect(find(all, 'new01.tech.local')).toMatchObject({ backup: 'unlisted' });
    expect(all.counts.unknown).toBe(1);
  });
});
