import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Delivery } from '#notices/channels/channel.ts';
import { countPending } from '#notices/deliveries.ts';
import { channel, DAY, delivered, dispatchOn, freshStore, NOON, noticeOf, writeAll } from './outbox-stage.ts';
import { storeBenches } from './stores.ts';

describe.each(storeBenches())('notices that are given up, in $kind', (bench) => {
  beforeAll(() => bench.start(), 120_000);
  afterAll(() => bench.stop());

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
});
