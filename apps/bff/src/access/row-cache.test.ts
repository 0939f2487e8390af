import { expect, test, vi } from 'vitest';
import { createRowCache } from './row-cache.ts';

const away = new Error('away');

function scene() {
  let now = 1_000;
  const cache = createRowCache<string>({ now: () => now });
  return { cache, pass: (ms: number) => (now += ms) };
}

test('a slow store delays nobody whom it has confirmed a short while ago, and its later answer counts', async () => {
  const { cache } = scene();
  await cache.read('a', async () => 'row');
  const slow = Promise.withResolvers<string | null>();
  expect(await cache.read('a', () => slow.promise)).toBe('row');
  slow.resolve(null);
  await vi.waitFor(() => expect(cache.get('a', Number.POSITIVE_INFINITY)).toBeNull());
  const unknown = Promise.withResolvers<string>();
  const asked = cache.read('b', () => unknown.promise);
  unknown.resolve('row');
  expect(await asked).toBe('row');
});

test('once the store is stuck no known person waits for it, and one request asks', async () => {
  const { cache } = scene();
  for (const id of ['a', 'b', 'c']) cache.put(id, 'row');
  const stuck = Promise.withResolvers<string | null>();
  const [early, late] = [cache.read('a', () => stuck.promise), cache.read('b', () => stuck.promise)];
  expect(await Promise.race([early, late])).toBe('row');
  let asked = 0;
  const ask = () => {
    asked += 1;
    return stuck.promise;
  };
  const many = Array.from({ length: 50 }, () => cache.read('c', ask));
  expect(await Promise.all([early, late, ...many])).toEqual(Array.from({ length: 52 }, () => 'row'));
  expect(asked).toBe(1);
  stuck.resolve('new');
  await vi.waitFor(() => expect(cache.get('c', Number.POSITIVE_INFINITY)).toBe('new'));
  expect(await cache.read('b', async () => 'newer')).toBe('newer');
});

test('a clock that is set back makes nothing younger', async () => {
  const { cache, pass } = scene();
  cache.put('a', 'row');
  pass(-60 * 60_000);
  expect(cache.get('a', 60_000)).toBe('row');
  await vi.waitFor(() => expect(cache.get('a', 20)).toBeNull());
});

test('a row revoked while it was read is not cached, whichever came first', async () => {
  const { cache } = scene();
  const begun = Promise.withResolvers<string>();
  const reading = cache.read('a', () => begun.promise);
  cache.forget((_, id) => id === 'a');
  begun.resolve('row');
  expect(await reading).toBe('row');
  expect(cache.get('a', Number.POSITIVE_INFINITY)).toBeNull();
  cache.put('a', 'row');
  cache.forget((value) => value === 'row');
  expect(cache.get('a', Number.POSITIVE_INFINITY)).toBeNull();
});

test('with the store away a row is believed for a quarter of an hour, and one that was never read not at all', async () => {
  const { cache, pass } = scene();
  await cache.read('a', async () => 'row');
  pass(15 * 60_000 - 1);
  expect(await cache.read('a', () => Promise.reject(away))).toBe('row');
  await expect(cache.read('b', () => Promise.reject(away))).rejects.toBe(away);
  pass(1);
  await expect(cache.read('a', () => Promise.reject(away))).rejects.toBe(away);
});

test('a deleted row is not trusted when the store goes away next', async () => {
  const { cache } = scene();
  await cache.read('a', async () => 'row');
  expect(await cache.read('a', async () => null)).toBeNull();
  await expect(cache.read('a', () => Promise.reject(away))).rejects.toBe(away);
});

test('of very many the one confirmed longest ago goes', async () => {
  const { cache } = scene();
  for (let n = 0; n < 5_000; n += 1) cache.put(String(n), 'row');
  cache.put('0', 'again');
  cache.put('one more', 'row');
  expect(['0', '1', '2', 'one more'].map((id) => cache.get(id, 60_000))).toEqual(['again', null, 'row', 'row']);
});
