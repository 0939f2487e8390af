import { expect, test } from 'vitest';
import { BackgroundQueue } from './background-queue.ts';

const FOREVER = Number.POSITIVE_INFINITY;

function recorder() {
  const done: string[] = [];
  const background = new BackgroundQueue();
  const sick = new Set<string>();
  const add = (name: string) =>
    background.add(name, async () => {
      if (sick.has(name)) throw new Error(name);
      done.push(name);
    });
  return { done, background, sick, add };
}

test('reads are done in turn, and each once however often it was added', async () => {
  const { done, background, add } = recorder();
  for (const name of ['a', 'b', 'a']) add(name);
  await background.run(FOREVER);
  await background.run(FOREVER);
  expect(done).toEqual(['a', 'b']);
});

test('a failed one delays no other and is tried again by the next call; the first fault is thrown', async () => {
  const { done, background, sick, add } = recorder();
  for (const name of ['a', 'b', 'c']) add(name);
  sick.add('a').add('b');
  await expect(background.run(FOREVER)).rejects.toThrow('a');
  expect(done).toEqual(['c']);
  sick.clear();
  await background.run(FOREVER);
  expect(done).toEqual(['c', 'a', 'b']);
  expect(background.size).toBe(0);
});

test('when the time is up one is done all the same, and the others wait for the next call', async () => {
  const { done, background, sick, add } = recorder();
  for (const name of ['a', 'b', 'c']) add(name);
  sick.add('a');
  await expect(background.run(0)).rejects.toThrow('a');
  for (let call = 0; call < 2; call += 1) await background.run(0);
  expect(done).toEqual(['b', 'c']);
});

test('a read added by a read is done in the same call', async () => {
  const { done, background, add } = recorder();
  background.add('initialLoad', async () => add('second'));
  await background.run(FOREVER);
  expect(done).toEqual(['second']);
});
