import type { Notice, NoticeEvent } from '@retry-desk/contract';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Channel, Delivery } from '#notices/channels/channel.ts';
import { claimDue, countPending, finish, giveUpOthers, pruneNotices, resolveAgain } from '#notices/deliveries.ts';
import { Dispatch, testNotice } from '#notices/dispatch.ts';
import { emptyGroup, type Member, nothingShared } from '#notices/groups.ts';
import { KeyMovedError, type StoredKey } from '#notices/outbox.ts';
import type { Store } from '#store/open-store.ts';
import { createLogger } from '#telemetry/logger.ts';
import { type StoreBench, storeBenches } from './stores.ts';

const site = new URL('https://desk.example.local');
const NOON = Date.UTC(2026, 2, 18, 12);
const DAY = 24 * 60 * 60_000;
const everyEvent: readonly NoticeEvent[] = ['failed', 'overdue', 'hung', 'unreachable', 'silent', 'retry-ended'];

const delivered: Delivery = { kind: 'delivered', receipt: null };

/** A channel that does with notices what is given, and those it was asked to deliver. */
function channel(name: Channel['name'], deliver: (notice: Notice) => Promise<Delivery> = async () => delivered) {
  const asked: Notice[] = [];
  const made: Channel = {
    name,
    takes: () => true,
    deliver(notice) {
      asked.push(notice);
      return deliver(notice);
    },
    close: async () => undefined,
  };
  return { made, asked };
}

type Given = { channels: readonly Channel[]; events?: readonly NoticeEvent[]; clock?: { now(): number } };

function dispatchOn(store: Store, { channels, events = everyEvent, clock = { now: () => NOON } }: Given): Dispatch {
  const settings = { events, quiet: null, site, storePollMs: 20 };
  return new Dispatch({ store, clock, logger: createLogger('silent'), channels, settings });
}

/** One that writes and delivers nothing. */
async function writerOn(store: Store, given: Given): Promise<Dispatch> {
  const dispatch = dispatchOn(store, given);
  await dispatch.stop();
  return dispatch;
}

function noticeOf(key: string, number: number, more: Partial<Notice> = {}): Notice {
  const status = number % 2 === 1 ? 'firing' : 'resolved';
  return { ...testNotice(site, 'x', NOON), key, number, status, event: 'failed', ...more };
}

const groupOf = (key: string) => emptyGroup({ event: 'failed', key, shared: nothingShared, since: NOON }, NOON);
const keyed = (notice: Notice) => ({ notice, group: notice.status === 'firing' ? groupOf(notice.key) : null });

async function writeAll(dispatch: Dispatch, notices: readonly Notice[], isHeld = false): Promise<void> {
  for (const notice of notices)
    await dispatch.outbox.writeKeyed([keyed(notice)], await dispatch.outbox.keys(), () => isHeld);
}

async function freshStore(bench: StoreBench): Promise<Store> {
  const store = await (await bench.place()).open();
  onTestFinished(() => store.close());
  return store;
}

describe.each(storeBenches())('the outbox in $kind', (bench) => {
  beforeAll(() => bench.start());
  afterAll(() => bench.stop());

  test('of each key only the first that waits is claimed, by one process, until its lease ends', async () => {
    const store = await freshStore(bench);
    const dispatch = await writerOn(store, { channels: [channel('webhook').made] });
    await writeAll(dispatch, [noticeOf('a', 1), noticeOf('a', 2), noticeOf('b', 1)]);
    const claim = (owner: string, now: number) => claimDue(store.db, { channel: 'webhook', owner, now, most: 9 });
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

  test('a notice that is refused is given up after an hour and eight attempts, not by a clock that jumps; the next of its key follows', async () => {
    const store = await freshStore(bench);
    let aheadMs = 0;
    const { made, asked } = channel('webhook', async ({ number }) =>
      number === 1 ? { kind: 'refused', error: 'answered 400' } : delivered,
    );
    const dispatch = dispatchOn(store, { channels: [made], clock: { now: () => NOON + aheadMs } });
    onTestFinished(() => dispatch.stop());
    await dispatch.start();
    await writeAll(dispatch, [noticeOf('poisoned', 1), noticeOf('poisoned', 2), noticeOf('other', 2)]);
    await expect.poll(() => asked.filter(({ key }) => key === 'other')).toHaveLength(1);
    aheadMs = 2 * DAY;
    await expect.poll(() => asked.length).toBeGreaterThan(2);
    aheadMs = 0;
    expect((await countPending(store.db)).get('webhook')).toBe(2);
    const refused = () => asked.filter(({ number }) => number === 1).length;
    const later = () => {
      aheadMs += 15 * 60_000;
      return refused();
    };
    await expect.poll(later, { interval: 20 }).toBeGreaterThanOrEqual(6);
    expect((await countPending(store.db)).get('webhook')).toBe(2);
    const left = async () => {
      later();
      return (await countPending(store.db)).size;
    };
    await expect.poll(left, { interval: 20 }).toBe(0);
    expect(asked.findLast(({ key }) => key === 'poisoned')?.number).toBe(2);
    expect(refused()).toBeLessThan(12);
  });

  test('one refusal after a long outage gives up nothing', async () => {
    const store = await freshStore(bench);
    let aheadMs = 0;
    const away: Delivery = { kind: 'unavailable', error: 'answered 503', retryAfterMs: null };
    const refused: Delivery = { kind: 'refused', error: 'answered 400' };
    let attempts = 0;
    const { made } = channel('webhook', async () => {
      attempts += 1;
      return attempts < 20 ? away : attempts === 20 ? refused : delivered;
    });
    const dispatch = dispatchOn(store, { channels: [made], clock: { now: () => NOON + aheadMs } });
    onTestFinished(() => dispatch.stop());
    await dispatch.start();
    await writeAll(dispatch, [noticeOf('a', 1)]);
    const left = async () => {
      aheadMs += 15 * 60_000;
      return (await countPending(store.db)).size;
    };
    await expect.poll(left, { interval: 20 }).toBe(0);
    expect(attempts).toBe(21);
    expect(await store.db.selectFrom('notice_deliveries').select('state').execute()).toEqual([{ state: 'delivered' }]);
  });

  test('a channel that does not work makes nothing given up before a day and ninety attempts are over', async () => {
    const store = await freshStore(bench);
    let aheadMs = 0;
    const away: Delivery = { kind: 'unavailable', error: 'answered 503', retryAfterMs: null };
    const { made, asked } = channel('webhook', async () => away);
    const dispatch = dispatchOn(store, { channels: [made], clock: { now: () => NOON + aheadMs } });
    onTestFinished(() => dispatch.stop());
    await dispatch.start();
    await writeAll(dispatch, [noticeOf('a', 1)]);
    const later = () => {
      aheadMs += 20 * 60_000;
      return asked.length;
    };
    await expect.poll(later, { interval: 20 }).toBeGreaterThanOrEqual(80);
    expect((await countPending(store.db)).get('webhook')).toBe(1);
    const left = async () => {
      later();
      return (await countPending(store.db)).size;
    };
    await expect.poll(left, { interval: 20 }).toBe(0);
    expect(asked.length).toBeGreaterThanOrEqual(90);
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
    expect(await dispatch.outbox.firing()).toEqual([]);
  });

  test('a notice that resolves is delivered once more where what fired was posted again while it was on its way', async () => {
    const store = await freshStore(bench);
    const dispatch = await writerOn(store, { channels: [channel('alertmanager').made] });
    await writeAll(dispatch, [noticeOf('a', 1), noticeOf('a', 2), noticeOf('b', 1)]);
    const claim = () => claimDue(store.db, { channel: 'alertmanager', owner: 'x', now: NOON, most: 9 });
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

  test('held notices leave once, however many processes let them go, and not at all where that could not be written', async () => {
    const store = await freshStore(bench);
    const dispatch = await writerOn(store, { channels: [channel('webhook').made] });
    await writeAll(dispatch, [noticeOf('a', 1), noticeOf('b', 1)], true);
    expect(await dispatch.outbox.firing()).toEqual([]);
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
    expect((await dispatch.outbox.firing()).map(({ key }) => key).sort()).toEqual(['a', 'b']);
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
    expect((await dispatch.outbox.firing()).map(({ key }) => key)).toEqual(['fires']);
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
    const group = { ...groupOf('a'), number: 1, members: new Map(members) };
    await dispatch.outbox.writeKeyed([{ notice: noticeOf('a', 1), group }], new Map(), () => false);
    expect((await dispatch.outbox.keys()).get('a')).toEqual({ seq: 1, group });
  });
});
