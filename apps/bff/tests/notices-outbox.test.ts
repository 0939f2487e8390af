import type { Notice } from '@retry-desk/contract';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Delivery } from '#notices/channels/channel.ts';
import { claimDue, countPending, finish, giveUpOthers, pruneNotices, resolveAgain } from '#notices/deliveries.ts';
import { testNotice } from '#notices/dispatch.ts';
import type { Member } from '#notices/groups.ts';
import { KeyMovedError, type StoredKey } from '#notices/outbox.ts';
import {
  channel,
  DAY,
  delivered,
  dispatchOn,
  freshStore,
  groupOf,
  keyed,
  NOON,
  noticeOf,
  site,
  writeAll,
  writerOn,
} from './outbox-stage.ts';
import { storeBenches } from './stores.ts';

describe.each(storeBenches())('the outbox in $kind', (bench) => {
  beforeAll(() => bench.start());
  afterAll(() => bench.stop());

  test('of each key only the first that waits is claimed, by one process, until its lease ends', async () => {
    const store = await freshStore(bench);
    const dispatch = await writerOn(store, { channels: [channel('webhook').made] });
    await writeAll(dispatch, [noticeOf('a', 1), noticeOf('a', 2), noticeOf('b', 1)]);
    const claim = (owner: string, now: number) =>
      claimDue(store.db, { channel: 'webhook', owner, now, most: 9, isFailing: false });
    const names = (claims: Awaited<ReturnType<typeof claim>>) =>
      claims.map(({ delivery: { key, seq } }) => `${key} ${seq}`).sort();
    const first = await claim('one', NOON);
    expect(names(first)).toEqual(['a 1', 'b 1']);
    expect(await claim('two', NOON + 29_000)).toEqual([]);
    const second = await claim('two', NOON + 31_000);
    expect(names(second)).toEqual(['a 1', 'b 1']);
    // The first is late: the lease is another's.
    expect(first[0] && (await finish(store.db, first[0].delivery, { state: 'delivered' }))).toBe(false);
    for (const { delivery } of second) expect(await finish(store.db, delivery, { state: 'delivered' })).toBe(true);
    expect(names(await claim('one', NOON + 32_000))).toEqual(['a 2']);
    // The clock was set back by days: a lease that far ahead is none.
    expect(names(await claim('two', NOON - 2 * DAY))).toEqual(['a 2']);
  });

  test('of two processes that write the same key one is refused, with all that it wrote', async () => {
    const store = await freshStore(bench);
    const [one, two] = await Promise.all([1, 2].map(() => writerOn(store, { channels: [channel('webhook').made] })));
    const known = new Map<string, StoredKey>();
    await one?.outbox.writeKeyed([keyed(noticeOf('a', 1))], known, () => false);
    const both = [keyed(noticeOf('b', 1)), keyed(noticeOf('a', 1))];
    await expect(two?.outbox.writeKeyed(both, known, () => false)).rejects.toThrow(KeyMovedError);
    expect([...((await two?.outbox.keys()) ?? [])].map(([key]) => key)).toEqual(['a']);
    expect(await countPending(store.db)).toEqual(new Map([['webhook', 1]]));
  });

  test('the notice that resolves reaches the channel that received the one that fired, though its event is off by now', async () => {
    const store = await freshStore(bench);
    const channels = [channel('webhook').made];
    await writeAll(await writerOn(store, { channels }), [noticeOf('a', 1)]);
    const now = await writerOn(store, { channels: [...channels, channel('slack').made], events: ['unreachable'] });
    await writeAll(now, [noticeOf('a', 2), noticeOf('a', 1), noticeOf('a', 2)]);
    const rows = await store.db.selectFrom('notice_deliveries').select(['channel', 'seq']).orderBy('seq').execute();
    expect(rows).toEqual([
      { channel: 'webhook', seq: 1 },
      { channel: 'webhook', seq: 2 },
    ]);
  });

  test('a notice that fires is posted again by a channel of its event, and by one that received it before its event was off', async () => {
    const store = await freshStore(bench);
    const channels = [channel('alertmanager').made];
    await writeAll(await writerOn(store, { channels }), [
      noticeOf('before', 1),
      noticeOf('over', 1),
      noticeOf('over', 2),
    ]);
    const now = await writerOn(store, { channels, events: ['unreachable'] });
    await writeAll(now, [noticeOf('over', 1), noticeOf('off', 1), noticeOf('on', 1, { event: 'unreachable' })]);
    // Quiet hours hold back what changed, not what has fired before them.
    await writeAll(now, [noticeOf('on', 3, { event: 'unreachable' })], true);
    const firing = await now.outbox.firing('alertmanager');
    expect(firing.map(({ key, number }) => `${key} ${number}`).sort()).toEqual(['before 1', 'on 1']);
  });

  test('notices for a channel that is not configured any more are given up after a day', async () => {
    const store = await freshStore(bench);
    await writeAll(await writerOn(store, { channels: [channel('webhook').made, channel('slack').made] }), [
      noticeOf('a', 1),
    ]);
    await giveUpOthers(store.db, ['webhook'], NOON + DAY - 1);
    expect((await countPending(store.db)).get('slack')).toBe(1);
    await giveUpOthers(store.db, ['webhook'], NOON + DAY + 1);
    expect(await countPending(store.db)).toEqual(new Map([['webhook', 1]]));
  });

  test('a notice that a fault of ours breaks holds up no other key, and the channel counts as working', async () => {
    const store = await freshStore(bench);
    const { made, asked } = channel('webhook', async ({ key }) => {
      if (key === 'broken') throw new TypeError('token=secret');
      return delivered;
    });
    const dispatch = dispatchOn(store, { channels: [made] });
    onTestFinished(() => dispatch.stop());
    await writeAll(dispatch, [noticeOf('broken', 1), noticeOf('b', 1), noticeOf('c', 1)]);
    await dispatch.start();
    await expect.poll(async () => (await countPending(store.db)).get('webhook')).toBe(1);
    expect(asked.filter(({ key }) => key === 'broken')).toHaveLength(1);
    const [left] = await store.db.selectFrom('notice_deliveries').selectAll().where('state', '=', 'pending').execute();
    expect(left).toMatchObject({ key: 'broken', lease_owner: null, error: expect.not.stringContaining('secret') });
    expect(left?.due_at).toBeGreaterThan(NOON);
    expect(dispatch.healthOf('webhook')?.failing_since ?? null).toBeNull();
  });

  test('a key that was resolved rests with what is known of it; one without needs no memory', async () => {
    const store = await freshStore(bench);
    const dispatch = await writerOn(store, { channels: [channel('webhook').made] });
    const rests = { ...groupOf('a'), firedAt: NOON, announcedAt: NOON };
    await writeAll(dispatch, [noticeOf('a', 1), noticeOf('b', 1)]);
    const resolved = [
      { notice: noticeOf('a', 2), group: rests },
      { notice: noticeOf('b', 2), group: null },
    ];
    await dispatch.outbox.writeKeyed(resolved, await dispatch.outbox.keys(), () => false);
    const keys = await dispatch.outbox.keys();
    expect([keys.get('a'), keys.get('b')]).toEqual([
      { seq: 2, group: { ...rests, ended: [] } },
      { seq: 2, group: null },
    ]);
    expect(await dispatch.outbox.firing('webhook')).toEqual([]);
  });

  test('a notice that resolves is delivered once more where what fired was posted again while it was on its way', async () => {
    const store = await freshStore(bench);
    const dispatch = await writerOn(store, { channels: [channel('alertmanager').made] });
    await writeAll(dispatch, [noticeOf('a', 1), noticeOf('a', 2), noticeOf('b', 1)]);
    const claim = () =>
      claimDue(store.db, { channel: 'alertmanager', owner: 'x', now: NOON, most: 9, isFailing: false });
    const first = await claim();
    for (const { delivery } of first) await finish(store.db, delivery, { state: 'delivered' });
    const [onItsWay] = await claim();
    await resolveAgain(store.db, 'alertmanager', ['a', 'b'], NOON);
    expect(onItsWay && (await finish(store.db, onItsWay.delivery, { state: 'delivered' }))).toBe(false);
    const again = await claim();
    expect(again.map(({ delivery: { key, seq } }) => `${key} ${seq}`)).toEqual(['a 2']);
    expect(again[0]?.delivery.notice_id).toBe(onItsWay?.delivery.notice_id);
  });

  test('a process stops in seconds while a receiver hangs, and the notice is delivered by the next one under the same id', async () => {
    const store = await freshStore(bench);
    const hanging = channel('webhook', () => new Promise<Delivery>((resolve) => ends.push(resolve)));
    const ends: ((outcome: Delivery) => void)[] = [];
    hanging.made.close = async () => {
      for (const end of ends) end({ kind: 'unavailable', error: 'cut off', retryAfterMs: null });
    };
    const dispatch = dispatchOn(store, { channels: [hanging.made] });
    await dispatch.start();
    await writeAll(dispatch, [noticeOf('a', 1)]);
    await expect.poll(() => hanging.asked.length).toBe(1);
    const begunAt = performance.now();
    await dispatch.stop();
    expect(performance.now() - begunAt).toBeLessThan(6_000);
    const next = channel('webhook');
    const later = dispatchOn(store, { channels: [next.made], clock: { now: () => NOON + 31_000 } });
    onTestFinished(() => later.stop());
    await later.start();
    await expect.poll(() => next.asked.map(({ id }) => id)).toEqual(hanging.asked.map(({ id }) => id));
  });

  test('a notice that no channel sends is not held back: the summary after quiet hours does not list it', async () => {
    const store = await freshStore(bench);
    const channels = [channel('webhook').made];
    await writeAll(await writerOn(store, { channels }), [noticeOf('before', 1)]);
    const now = await writerOn(store, { channels, events: ['unreachable'] });
    await writeAll(now, [noticeOf('before', 2), noticeOf('off', 1), noticeOf('off', 2)], true);
    // The end of what was sent before its event was off is held back, and sent.
    expect((await now.outbox.held()).map(({ notice: { key, number } }) => `${key} ${number}`)).toEqual(['before 2']);
  });

  test('held notices leave once, however many processes let them go, and not at all where that could not be written', async () => {
    const store = await freshStore(bench);
    const dispatch = await writerOn(store, { channels: [channel('webhook').made] });
    await writeAll(dispatch, [noticeOf('a', 1), noticeOf('b', 1)], true);
    expect(await dispatch.outbox.firing('webhook')).toEqual([]);
    const held = await dispatch.outbox.held();
    const ids = held.map(({ notice }) => notice.id);
    const summary = () => ({ ...testNotice(site, 'x', NOON), event: 'summary' as const });
    const broken = { ...summary(), id: ids[0] ?? '' };
    await expect(dispatch.outbox.release(held, ids, broken)).rejects.toThrow();
    expect(await dispatch.outbox.held()).toHaveLength(2);
    const outcomes = await Promise.allSettled([1, 2].map(() => dispatch.outbox.release(held, ids, summary())));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await dispatch.outbox.held()).toEqual([]);
    expect((await countPending(store.db)).get('webhook')).toBe(3);
    expect((await dispatch.outbox.firing('webhook')).map(({ key }) => key).sort()).toEqual(['a', 'b']);
  });

  test('however many notices are held back or fire, a hundred are read at once', async () => {
    const store = await freshStore(bench);
    const dispatch = await writerOn(store, { channels: [channel('webhook').made] });
    const all = Array.from({ length: 130 }, (_, at) => `key-${at}`).flatMap((key) =>
      [1, 3].map((number) => noticeOf(key, number)),
    );
    const keys = new Map<string, StoredKey>();
    const names = (notices: readonly Pick<Notice, 'key' | 'number'>[]) =>
      notices.map(({ key, number }) => `${key} ${number}`);
    const read: number[] = [];
    const counted = store.db.withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        read.push(result.rows.length);
        return result;
      },
    });
    const { outbox } = dispatchOn({ ...store, db: counted }, { channels: [channel('webhook').made] });
    await dispatch.outbox.writeKeyed(all.map(keyed), keys, () => true);
    const held = await outbox.held();
    expect(new Set(names(held.map(({ notice }) => notice)))).toEqual(new Set(names(all)));
    expect(held.every(({ notice, seq }) => notice.number === 2 * seq - 1)).toBe(true);
    const before = new Map<string, number>();
    for (const { notice, seq } of held) {
      expect(seq).toBe((before.get(notice.key) ?? 0) + 1);
      before.set(notice.key, seq);
    }
    await store.db.updateTable('notices').set({ held: 0 }).execute();
    expect(names(await outbox.firing('webhook')).sort()).toEqual(
      names(all.filter(({ number }) => number === 3)).sort(),
    );
    expect(Math.max(...read)).toBe(100);
  });

  test('old notices are removed with their keys, but what fires and what still waits stays', async () => {
    const store = await freshStore(bench);
    const dispatch = await writerOn(store, { channels: [channel('webhook').made] });
    await writeAll(dispatch, [noticeOf('over', 1), noticeOf('over', 2), noticeOf('fires', 1)]);
    await writeAll(dispatch, [noticeOf('waits', 1), noticeOf('waits', 2)]);
    await store.db.updateTable('notice_deliveries').set({ state: 'delivered' }).where('key', '!=', 'waits').execute();
    await pruneNotices(store.db, NOON + 89 * DAY);
    expect((await dispatch.outbox.keys()).size).toBe(3);
    await pruneNotices(store.db, NOON + 91 * DAY);
    expect([...(await dispatch.outbox.keys()).keys()].sort()).toEqual(['fires', 'waits']);
    expect((await dispatch.outbox.firing('webhook')).map(({ key }) => key)).toEqual(['fires']);
    await writeAll(dispatch, [noticeOf('fires', 2)]);
    expect((await countPending(store.db)).get('webhook')).toBe(3);
  });

  test('a group of a thousand jobs comes out of the store as it went in', async () => {
    const store = await freshStore(bench);
    const dispatch = dispatchOn(store, { channels: [] });
    const members = Array.from({ length: 1_000 }, (_, at): [string, Member] => [
      `job-${at}`,
      { key: at % 2 === 0 ? 'a' : 'b', jobId: `job-${at}`, name: `Job\n${at}`, runId: null, since: NOON },
    ]);
    const group = { ...groupOf('a'), number: 1, announced: 1_000, counted: 900, members: new Map(members) };
    await dispatch.outbox.writeKeyed([{ notice: noticeOf('a', 1), group }], new Map(), () => false);
    expect((await dispatch.outbox.keys()).get('a')).toEqual({ seq: 1, group });
  });

  test('a group of a version that counted acknowledged jobs, too, has counted all there were', async () => {
    const store = await freshStore(bench);
    const { counted: _, ...before } = { ...groupOf('a'), number: 1, announced: 7, members: [], ended: [] };
    const written = { key: 'a', seq: 1, status: 'firing', memory: JSON.stringify(before) } as const;
    await store.db.insertInto('notice_keys').values(written).execute();
    const stored = (await dispatchOn(store, { channels: [] }).outbox.keys()).get('a');
    expect(stored?.group).toMatchObject({ announced: 7, counted: 7 });
  });
});
