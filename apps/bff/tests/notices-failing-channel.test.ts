import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Delivery } from '#notices/channels/channel.ts';
import { countPending } from '#notices/deliveries.ts';
import { testNotice } from '#notices/dispatch.ts';
import { channel, delivered, dispatchOn, freshStore, NOON, noticeOf, site, writeAll } from './outbox-stage.ts';
import { storeBenches } from './stores.ts';

const MINUTE = 60_000;

describe.each(storeBenches())('a channel that fails, in $kind', (bench) => {
  beforeAll(() => bench.start(), 120_000);
  afterAll(() => bench.stop());

  test.each(['a test', 'a notice'])('%s that breaks the receiver holds up no other key', async (what) => {
    const store = await freshStore(bench);
    let aheadMs = 0;
    const broken = what === 'a test' ? testNotice(site, 'x', NOON) : noticeOf('broken', 1);
    const { made, asked } = channel('webhook', async ({ id }) =>
      id === broken.id ? { kind: 'unavailable', error: 'answered 500', retryAfterMs: null } : delivered,
    );
    const dispatch = dispatchOn(store, { channels: [made], clock: { now: () => NOON + aheadMs } });
    onTestFinished(() => dispatch.stop());
    await dispatch.start();
    if (what === 'a test') await dispatch.outbox.writeFor('webhook', broken);
    else await writeAll(dispatch, [broken]);
    await expect.poll(() => asked.length).toBe(1);
    await writeAll(dispatch, [noticeOf('a', 1), noticeOf('a', 2), noticeOf('b', 1)]);
    const left = async () => {
      aheadMs += 15 * MINUTE;
      return (await countPending(store.db)).get('webhook');
    };
    await expect.poll(left, { interval: 20 }).toBe(1);
    expect(asked.filter(({ key }) => key === 'a').map(({ number }) => number)).toEqual([1, 2]);
  });

  test('a receiver that lets us come back at once is not asked without an end', async () => {
    const store = await freshStore(bench);
    const atOnce: Delivery = { kind: 'unavailable', error: 'answered 429', retryAfterMs: 0 };
    const busy = channel('webhook', async () => atOnce);
    const other = channel('slack');
    const dispatch = dispatchOn(store, { channels: [busy.made, other.made] });
    onTestFinished(() => dispatch.stop());
    await dispatch.start();
    await writeAll(dispatch, [noticeOf('a', 1)]);
    await expect.poll(() => busy.asked.length).toBeGreaterThan(0);
    for (const key of ['b', 'c', 'd', 'e', 'f']) {
      await writeAll(dispatch, [noticeOf(key, 1)]);
      await expect.poll(() => other.asked.at(-1)?.key).toBe(key);
    }
    expect(busy.asked).toHaveLength(1);
  });
});
