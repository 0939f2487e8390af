import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createChangeFeed, MOST_WAITING } from '#mirror/replicas/change-feed.ts';
import { createChangeLog } from '#store/change-log.ts';
import { createLeaderLease } from '#store/leader-lease.ts';
import type { Store } from '#store/open-store.ts';
import { sampleRun } from './board-samples.ts';
import { ownPostgresBench, type Place } from './stores.ts';

const postgres = ownPostgresBench();
beforeAll(() => postgres.start(), 120_000);
afterAll(() => postgres.stop());

const logger = { warn: vi.fn() };

/** One process's part in reading Enterprise Manager, on a store of its own connection. */
async function member(place: Place, name: string) {
  const store: Store = await place.open();
  const lease = createLeaderLease(store, 'reading', name);
  onTestFinished(async () => {
    await lease.stop();
    await store.close();
  });
  const clock = { at: 1_000_000, now: () => clock.at };
  const log = createChangeLog(store, lease, 'reading');
  return { store, lease, clock, log, feed: createChangeFeed({ lease, log, clock, logger }) };
}

function gone(n: number) {
  return { kind: 'run-gone' as const, jobId: 'job', runId: `run-${n}` };
}

describe('the leader lease', () => {
  test('one has it, another gets it when it is given back', async () => {
    const place = await postgres.place();
    const [a, b] = [await member(place, 'a'), await member(place, 'b')];
    await a.lease.start();
    await b.lease.start();
    expect([a.feed.reads(), b.feed.reads()]).toEqual([true, false]);
    await a.lease.stop();
    await vi.waitFor(() => expect(b.feed.reads()).toBe(true), { timeout: 8_000 });
  });

  test('a process that has not renewed it for as long as another waits no longer holds it', async () => {
    const store = await (await postgres.place()).open();
    let moment = 0;
    const lease = createLeaderLease(store, 'reading', 'a', () => moment);
    await lease.start();
    const states = [0, 8_000, 10_000].map((at) => {
      moment = at;
      return lease.state();
    });
    expect(states).toEqual(['mine', 'mine', 'others']);
    await lease.stop();
    await store.close();
  });

  test('with a silent database both poll by themselves, and one alone when it responds again', {
    timeout: 90_000,
  }, async () => {
    const place = await postgres.place();
    const [a, b] = [await member(place, 'a'), await member(place, 'b')];
    await a.lease.start();
    await b.lease.start();
    expect([a.feed.reads(), b.feed.reads()]).toEqual([true, false]);
    postgres.freeze();
    try {
      await vi.waitFor(() => expect([a, b].map(({ lease }) => lease.state())).toEqual(['alone', 'alone']), {
        timeout: 30_000,
      });
    } finally {
      postgres.thaw();
    }
    const reading = () => [a, b].map(({ feed }) => feed.reads()).toSorted();
    await vi.waitFor(() => expect(reading()).toEqual([false, true]), { timeout: 30_000 });
  });

  test('a process that has not asked the database yet, or cannot, polls by itself', async () => {
    const { feed } = await member(await postgres.place(), 'a');
    expect(feed.reads()).toBe(true);
  });
});

describe('the change feed', () => {
  test('published changes are received once, in order, from the moment of following', async () => {
    const place = await postgres.place();
    const [a, b] = [await member(place, 'a'), await member(place, 'b')];
    await a.lease.start();
    a.feed.publish(gone(0));
    await a.feed.flush();
    await b.feed.follow();
    for (const n of [1, 2]) {
      a.feed.publish(gone(n));
      await a.feed.flush();
    }
    expect(await b.feed.receive()).toEqual([gone(1), gone(2)]);
    expect(await b.feed.receive()).toEqual([]);
  });

  test('a leader that begins anew makes the followers read anew', async () => {
    const place = await postgres.place();
    const [a, b] = [await member(place, 'a'), await member(place, 'b')];
    await a.lease.start();
    await b.feed.follow();
    a.feed.publish({ kind: 'begin' });
    a.feed.publish(gone(1));
    await a.feed.flush();
    expect(await b.feed.receive()).toBeNull();
  });

  test.each([
    ['a kind of change that only a newer version has', [gone(1), { kind: 'racks', of: [] }]],
    ['something that is no change', [gone(1), 'x']],
    ['no list', { version: 2, log: [] }],
  ])('%s is not skipped: all is read anew, and the log names it once', async (_, written) => {
    const place = await postgres.place();
    const [a, b] = [await member(place, 'a'), await member(place, 'b')];
    await a.lease.start();
    await b.feed.follow();
    logger.warn.mockClear();
    for (let time = 0; time < 2; time += 1) {
      await a.log.append(JSON.stringify(written), 1_000_000);
      expect(await b.feed.receive()).toBeNull();
    }
    expect(logger.warn).toHaveBeenCalledExactlyOnceWith(expect.anything(), expect.stringContaining('newer version'));
    await b.feed.follow();
    a.feed.publish(gone(2));
    await a.feed.flush();
    expect(await b.feed.receive()).toEqual([gone(2)]);
  });

  test('a leader that has lost the lease without knowing it writes nothing', async () => {
    const place = await postgres.place();
    const [a, b] = [await member(place, 'a'), await member(place, 'b')];
    await a.lease.start();
    await b.store.db.updateTable('duties').set({ owner: 'b' }).execute();
    a.feed.publish(gone(1));
    await a.feed.flush();
    expect(await b.log.newest()).toBe(0);
  });

  test('old changes are deleted, numbers go on, and a follower that was away too long learns that it missed some', async () => {
    const place = await postgres.place();
    const [a, b] = [await member(place, 'a'), await member(place, 'b')];
    await a.lease.start();
    await b.feed.follow();
    for (let n = 1; n <= 3; n += 1) {
      a.feed.publish(gone(n));
      await a.feed.flush();
      a.clock.at += 10 * 60_000;
    }
    expect(await a.log.newest()).toBe(3);
    expect((await b.store.db.selectFrom('em_news').select('seq').execute()).length).toBeLessThan(3);
    expect(await b.feed.receive()).toBeNull();
  });

  test('the queue for a store is limited by its records: the followers begin anew instead', async () => {
    const place = await postgres.place();
    const [a, b] = [await member(place, 'a'), await member(place, 'b')];
    await a.lease.start();
    await b.feed.follow();
    const runs = Array.from({ length: 2_000 }, () => sampleRun());
    const observeRuns = (times: number) => {
      for (let time = 0; time < times; time += 1) a.feed.publish({ kind: 'runs', runs });
    };
    observeRuns(MOST_WAITING / runs.length);
    await a.feed.flush();
    expect(await b.feed.receive()).toHaveLength(MOST_WAITING / runs.length);
    observeRuns(MOST_WAITING / runs.length + 1);
    a.feed.publish(gone(1));
    await a.feed.flush();
    expect((await b.store.db.selectFrom('em_news').selectAll().execute()).at(-1)?.body.length).toBeLessThan(200);
    expect(await b.feed.receive()).toBeNull();
  });

  test('changes that cannot be written wait, and are published when the store is back', async () => {
    const place = await postgres.place();
    const [a, b] = [await member(place, 'a'), await member(place, 'b')];
    await a.lease.start();
    await b.feed.follow();
    await a.store.db.schema.alterTable('em_news').renameTo('em_news_away').execute();
    a.feed.publish(gone(1));
    await a.feed.flush();
    expect(logger.warn).toHaveBeenCalledOnce();
    await a.store.db.schema.alterTable('em_news_away').renameTo('em_news').execute();
    a.feed.publish(gone(2));
    await a.feed.flush();
    expect(await b.feed.receive()).toEqual([gone(1), gone(2)]);
  });
});
