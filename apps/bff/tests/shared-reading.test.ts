import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createSharedReading, MOST_WAITING } from '#mirror/replicas/change-feed.ts';
import { createEmNews } from '#store/change-log.ts';
import { createDuty } from '#store/lease.ts';
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
  const duty = createDuty(store, 'reading', name);
  onTestFinished(async () => {
    await duty.stop();
    await store.close();
  });
  const clock = { at: 1_000_000, now: () => clock.at };
  const news = createEmNews(store, duty, 'reading');
  return { store, duty, clock, news, shared: createSharedReading({ duty, news, clock, logger }) };
}

function gone(n: number) {
  return { kind: 'run-gone' as const, jobId: 'job', runId: `run-${n}` };
}

describe('the duty to read', () => {
  test('one has it, another gets it when it is given back', async () => {
    const place = await postgres.place();
    const [a, b] = [await member(place, 'a'), await member(place, 'b')];
    await a.duty.start();
    await b.duty.start();
    expect([a.shared.reads(), b.shared.reads()]).toEqual([true, false]);
    await a.duty.stop();
    await vi.waitFor(() => expect(b.shared.reads()).toBe(true), { timeout: 8_000 });
  });

  test('who has not asked for as long as another waits before taking it over has it no longer', async () => {
    const store = await (await postgres.place()).open();
    let moment = 0;
    const duty = createDuty(store, 'reading', 'a', () => moment);
    await duty.start();
    const states = [0, 8_000, 10_000].map((at) => {
      moment = at;
      return duty.state();
    });
    expect(states).toEqual(['mine', 'mine', 'others']);
    await duty.stop();
    await store.close();
  });

  test('with a database that has fallen silent both read by themselves, and one alone when it speaks again', {
    timeout: 90_000,
  }, async () => {
    const place = await postgres.place();
    const [a, b] = [await member(place, 'a'), await member(place, 'b')];
    await a.duty.start();
    await b.duty.start();
    expect([a.shared.reads(), b.shared.reads()]).toEqual([true, false]);
    postgres.freeze();
    try {
      await vi.waitFor(() => expect([a, b].map(({ duty }) => duty.state())).toEqual(['alone', 'alone']), {
        timeout: 30_000,
      });
    } finally {
      postgres.thaw();
    }
    const reading = () => [a, b].map(({ shared }) => shared.reads()).toSorted();
    await vi.waitFor(() => expect(reading()).toEqual([false, true]), { timeout: 30_000 });
  });

  test('a process that has not asked anybody yet, or cannot, reads by itself', async () => {
    const { shared } = await member(await postgres.place(), 'a');
    expect(shared.reads()).toBe(true);
  });
});

describe('news', () => {
  test('what one tells the other hears once, in order, from when it began to listen', async () => {
    const place = await postgres.place();
    const [a, b] = [await member(place, 'a'), await member(place, 'b')];
    await a.duty.start();
    a.shared.tell(gone(0));
    await a.shared.flush();
    await b.shared.listen();
    for (const n of [1, 2]) {
      a.shared.tell(gone(n));
      await a.shared.flush();
    }
    expect(await b.shared.hear()).toEqual([gone(1), gone(2)]);
    expect(await b.shared.hear()).toEqual([]);
  });

  test('who begins anew makes the others read anew', async () => {
    const place = await postgres.place();
    const [a, b] = [await member(place, 'a'), await member(place, 'b')];
    await a.duty.start();
    await b.shared.listen();
    a.shared.tell({ kind: 'begin' });
    a.shared.tell(gone(1));
    await a.shared.flush();
    expect(await b.shared.hear()).toBeNull();
  });

  test.each([
    ['a kind of change that only a newer version knows', [gone(1), { kind: 'racks', of: [] }]],
    ['something that is no change', [gone(1), 'x']],
    ['no list', { version: 2, changes: [] }],
  ])('%s is not skipped: all is read anew, and the log says so once', async (_, written) => {
    const place = await postgres.place();
    const [a, b] = [await member(place, 'a'), await member(place, 'b')];
    await a.duty.start();
    await b.shared.listen();
    logger.warn.mockClear();
    for (let time = 0; time < 2; time += 1) {
      await a.news.append(JSON.stringify(written), 1_000_000);
      expect(await b.shared.hear()).toBeNull();
    }
    expect(logger.warn).toHaveBeenCalledExactlyOnceWith(expect.anything(), expect.stringContaining('newer version'));
    await b.shared.listen();
    a.shared.tell(gone(2));
    await a.shared.flush();
    expect(await b.shared.hear()).toEqual([gone(2)]);
  });

  test('who has lost the duty without knowing it writes nothing', async () => {
    const place = await postgres.place();
    const [a, b] = [await member(place, 'a'), await member(place, 'b')];
    await a.duty.start();
    await b.store.db.updateTable('duties').set({ owner: 'b' }).execute();
    a.shared.tell(gone(1));
    await a.shared.flush();
    expect(await b.news.newest()).toBe(0);
  });

  test('old news goes, numbers go on, and who was away too long learns that it missed some', async () => {
    const place = await postgres.place();
    const [a, b] = [await member(place, 'a'), await member(place, 'b')];
    await a.duty.start();
    await b.shared.listen();
    for (let n = 1; n <= 3; n += 1) {
      a.shared.tell(gone(n));
      await a.shared.flush();
      a.clock.at += 10 * 60_000;
    }
    expect(await a.news.newest()).toBe(3);
    expect((await b.store.db.selectFrom('em_news').select('seq').execute()).length).toBeLessThan(3);
    expect(await b.shared.hear()).toBeNull();
  });

  test('what waits for a store is bounded by what it holds: the others begin anew instead', async () => {
    const place = await postgres.place();
    const [a, b] = [await member(place, 'a'), await member(place, 'b')];
    await a.duty.start();
    await b.shared.listen();
    const runs = Array.from({ length: 2_000 }, () => sampleRun());
    const tellRuns = (times: number) => {
      for (let time = 0; time < times; time += 1) a.shared.tell({ kind: 'runs', runs });
    };
    tellRuns(MOST_WAITING / runs.length);
    await a.shared.flush();
    expect(await b.shared.hear()).toHaveLength(MOST_WAITING / runs.length);
    tellRuns(MOST_WAITING / runs.length + 1);
    a.shared.tell(gone(1));
    await a.shared.flush();
    expect((await b.store.db.selectFrom('em_news').selectAll().execute()).at(-1)?.body.length).toBeLessThan(200);
    expect(await b.shared.hear()).toBeNull();
  });

  test('what cannot be written waits, and is told when the store is back', async () => {
    const place = await postgres.place();
    const [a, b] = [await member(place, 'a'), await member(place, 'b')];
    await a.duty.start();
    await b.shared.listen();
    await a.store.db.schema.alterTable('em_news').renameTo('em_news_away').execute();
    a.shared.tell(gone(1));
    await a.shared.flush();
    expect(logger.warn).toHaveBeenCalledOnce();
    await a.store.db.schema.alterTable('em_news_away').renameTo('em_news').execute();
    a.shared.tell(gone(2));
    await a.shared.flush();
    expect(await b.shared.hear()).toEqual([gone(1), gone(2)]);
  });
});
