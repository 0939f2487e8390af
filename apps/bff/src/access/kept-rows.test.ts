import { expect, test, vi } from 'vitest';
import { createKeptRows } from './kept-rows.ts';

const away = new Error('away');

function scene() {
  let now = 1_000;
  const kept = createKeptRows<string>({ now: () => now });
  return { kept, pass: (ms: number) => (now += ms) };
}

test('a store that is slow keeps nobody waiting whom it has confirmed a short while ago, and what it says later counts', async () => {
  const { kept } = scene();
  await kept.read('a', async () => 'row');
  const slow = Promise.withResolvers<string | null>();
  expect(await kept.read('a', () => slow.promise)).toBe('row');
  slow.resolve(null);
  await vi.waitFor(() => expect(kept.get('a', Number.POSITIVE_INFINITY)).toBeNull());
  const unknown = Promise.withResolvers<string>();
  const asked = kept.read('b', () => unknown.promise);
  unknown.resolve('row');
  expect(await asked).toBe('row');
});

test('once the store is stuck nobody who is known waits for it, and one of them asks', async () => {
  const { kept } = scene();
  for (const id of ['a', 'b', 'c']) kept.keep(id, 'row');
  const stuck = Promise.withResolvers<string | null>();
  const [early, late] = [kept.read('a', () => stuck.promise), kept.read('b', () => stuck.promise)];
  expect(await Promise.race([early, late])).toBe('row');
  let asked = 0;
  const ask = () => {
    asked += 1;
    return stuck.promise;
  };
  const many = Array.from({ length: 50 }, () => kept.read('c', ask));
  expect(await Promise.all([early, late, ...many])).toEqual(Array.from({ length: 52 }, () => 'row'));
  expect(asked).toBe(1);
  stuck.resolve('new');
  await vi.waitFor(() => expect(kept.get('c', Number.POSITIVE_INFINITY)).toBe('new'));
  expect(await kept.read('b', async () => 'newer')).toBe('newer');
});

test('a clock that is set back makes nothing younger', async () => {
  const { kept, pass } = scene();
  kept.keep('a', 'row');
  pass(-60 * 60_000);
  expect(kept.get('a', 60_000)).toBe('row');
  await vi.waitFor(() => expect(kept.get('a', 20)).toBeNull());
});

test('what was ended while it was read is not kept, whichever came first', async () => {
  const { kept } = scene();
  const begun = Promise.withResolvers<string>();
  const reading = kept.read('a', () => begun.promise);
  kept.forget((_, id) => id === 'a');
  begun.resolve('row');
  expect(await reading).toBe('row');
  expect(kept.get('a', Number.POSITIVE_INFINITY)).toBeNull();
  kept.keep('a', 'row');
  kept.forget((value) => value === 'row');
  expect(kept.get('a', Number.POSITIVE_INFINITY)).toBeNull();
});

test('with the store away a row is believed for a quarter of an hour, and one that was never read not at all', async () => {
  const { kept, pass } = scene();
  await kept.read('a', async () => 'row');
  pass(15 * 60_000 - 1);
  expect(await kept.read('a', () => Promise.reject(away))).toBe('row');
  await expect(kept.read('b', () => Promise.reject(away))).rejects.toBe(away);
  pass(1);
  await expect(kept.read('a', () => Promise.reject(away))).rejects.toBe(away);
});

test('what the store does not know any more is not believed when it goes away next', async () => {
  const { kept } = scene();
  await kept.read('a', async () => 'row');
  expect(await kept.read('a', async () => null)).toBeNull();
  await expect(kept.read('a', () => Promise.reject(away))).rejects.toBe(away);
});

test('of very many the one confirmed longest ago goes', async () => {
  const { kept } = scene();
  for (let n = 0; n < 5_000; n += 1) kept.keep(String(n), 'row');
  kept.keep('0', 'again');
  kept.keep('one more', 'row');
  expect(['0', '1', '2', 'one more'].map((id) => kept.get(id, 60_000))).toEqual(['again', null, 'row', 'row']);
});
