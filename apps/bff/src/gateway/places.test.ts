import { expect, test } from 'vitest';
import { createPlaces } from './places.ts';

test('so many have a place, so many wait in their order, and the rest is sent away', async () => {
  const places = createPlaces(2, 2);
  const { signal } = new AbortController();
  const [first, second] = await Promise.all([places.take(signal), places.take(signal)]);
  const order: string[] = [];
  async function take(name: string) {
    const giveBack = await places.take(signal);
    order.push(name);
    return giveBack;
  }
  const third = take('third');
  const fourth = take('fourth');
  expect(await places.take(signal)).toBeNull();
  expect(order).toEqual([]);
  second?.();
  (await third)?.();
  await fourth;
  expect(order).toEqual(['third', 'fourth']);
  first?.();
  expect(await places.take(signal)).not.toBeNull();
});

test('a client that disconnects while waiting takes no place', async () => {
  const places = createPlaces(1, 5);
  const { signal } = new AbortController();
  const giveBack = await places.take(signal);
  const leaving = new AbortController();
  const left = places.take(leaving.signal);
  const next = places.take(signal);
  leaving.abort(new Error('gone'));
  await expect(left).rejects.toThrow('gone');
  await expect(places.take(leaving.signal)).rejects.toThrow('gone');
  giveBack?.();
  expect(await next).not.toBeNull();
});
