import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createCounter } from '#access/bounded-counters.ts';
import { createSignInLimits } from '#access/sign-in-limits.ts';
import { Refusal } from '#route.ts';
import { storeBenches } from './stores.ts';

const lockout = { threshold: 5, windowMs: 30 * 60_000 };
const clock = { at: 1_760_000_000_000, now: () => clock.at };

describe.each(storeBenches())('with $kind', (bench) => {
  beforeAll(() => bench.start(), 120_000);
  afterAll(() => bench.stop());

  async function opened(room?: { most: number; shared: number }) {
    const store = await (await bench.place()).open();
    onTestFinished(() => store.close());
    const limits = createSignInLimits(store, clock, lockout, room);
    const taken = (account: string, address: string, isKnown = false) =>
      limits.take(account, address, isKnown).then(
        () => true,
        (error: unknown) => {
          if (error instanceof Refusal && error.code === 'sign-in-limited') return false;
          throw error;
        },
      );
    /** A sign-in that works; whether it was let through. */
    const comesIn = async (account: string, address: string) => {
      if (!(await taken(account, address))) return false;
      await limits.giveBack(account, address, 'forgive');
      return true;
    };
    const counters = async () =>
      (await store.db.selectFrom('sign_in_tries').select('key').execute()).map(({ key }) => key);
    return { taken, comesIn, counters };
  }

  test('an address signs in 300 times in fifteen minutes, however well that goes, and not once more', async () => {
    const { comesIn } = await opened();
    for (let n = 0; n < 300; n += 1) expect(await comesIn(`person-${n}`, '203.0.113.8')).toBe(true);
    expect(await comesIn('person-301', '203.0.113.8')).toBe(false);
    expect(await comesIn('person-301', '203.0.113.9')).toBe(true);
  });

  test('an account signs in 60 times in fifteen minutes from anywhere, and not once more', async () => {
    const { comesIn } = await opened();
    for (let n = 0; n < 60; n += 1) expect(await comesIn('TECH\\anna', `203.0.113.${n}`)).toBe(true);
    expect(await comesIn('anna@tech.local', '198.51.100.7')).toBe(false);
    expect(await comesIn('TECH\\ben', '198.51.100.7')).toBe(true);
  });

  test('tries of an account that a directory would lock count for one window, though the clock is set back', async () => {
    const { taken } = await opened();
    for (let n = 0; n < 2; n += 1) expect(await taken('TECH\\anna', `192.0.2.${n}`)).toBe(true);
    clock.at -= 365 * 24 * 3_600_000;
    expect(await taken('TECH\\anna', '192.0.2.9')).toBe(false);
    clock.at += lockout.windowMs;
    expect(await taken('TECH\\anna', '192.0.2.9')).toBe(true);
    clock.at += 365 * 24 * 3_600_000 - lockout.windowMs;
  });

  test('of an account three tries go out at most, one of them on a known browser, whichever comes first', async () => {
    const { taken } = await opened();
    const many = (account: string, isKnown: boolean, net: number) =>
      Promise.all(Array.from({ length: 20 }, (_, n) => taken(account, `198.51.${net}.${n}`, isKnown)));
    const strangers = await many('TECH\\anna', false, 1);
    expect(strangers.filter(Boolean)).toHaveLength(2);
    const known = await many('TECH\\anna', true, 2);
    expect(known.filter(Boolean)).toHaveLength(1);
    const [mixed, first] = await Promise.all([many('TECH\\ben', false, 3), many('TECH\\ben', true, 4)]);
    expect([...mixed, ...first].filter(Boolean)).toHaveLength(3);
    expect(first.filter(Boolean).length).toBeGreaterThanOrEqual(1);
  });

  test('any number of names fills so many counters and no more, and none of those before is forgotten', async () => {
    const { taken, counters } = await opened({ most: 40, shared: 4 });
    for (let n = 0; n < 2; n += 1) expect(await taken('TECH\\anna', `192.0.2.${n}`)).toBe(true);
    for (let n = 0; n < 400; n += 1) await taken(`made-up-${n}`, `2001:db8:0:${n.toString(16)}::1`);
    const byKind = Map.groupBy(await counters(), (key) => key.split(':')[0] ?? '');
    expect(byKind.get('directory')?.length).toBe(44);
    for (const keys of byKind.values()) expect(keys.length).toBeLessThanOrEqual(44);
    expect(await taken('anna@tech.local', '192.0.2.99')).toBe(false);
  });
});

test('a counter in memory, too, holds so many keys and no more; further ones share some and are limited sooner', async () => {
  const room = { most: 10, shared: 2 };
  const counter = createCounter({ keyPrefix: 'test', points: 5, windowSeconds: 60, shared: null, room });
  for (let n = 0; n < 10; n += 1) expect(await counter.take(`first-${n}`)).toBeNull();
  const further: (number | null)[] = [];
  for (let n = 0; n < 1_000; n += 1) further.push(await counter.take(`further-${n}`));
  expect(further.filter((wait) => wait === null)).toHaveLength(2 * 5);
  for (let n = 0; n < 4; n += 1) expect(await counter.take('first-0')).toBeNull();
  expect(await counter.take('first-0')).toBeGreaterThan(0);
});
