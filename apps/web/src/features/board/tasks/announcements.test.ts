import type { Task } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { madeTask } from '#lib/test-rows.ts';
import { announcements } from './announcements.ts';

const requested = madeTask(1);

function ended(task: Task): Task {
  return { ...task, state: 'succeeded' };
}

test('a retry that ends is announced once, one that was over before is not', () => {
  const done = ended(requested);
  expect(announcements([requested], [done])).toEqual(['Job 1: Backed up']);
  expect(announcements([done], [done])).toEqual([]);
  expect(announcements([], [done])).toEqual([]);
});

test('a batch that ends two by two is one sentence, announced when the last of it is over', () => {
  let tasks = Array.from({ length: 24 }, (_, n) => madeTask(n + 1));
  const said: string[][] = [];
  for (let done = 2; done <= 24; done += 2) {
    const after = tasks.map((task, place) => (place < done ? ended(task) : task));
    said.push(announcements(tasks, after));
    tasks = after;
  }
  expect(said.slice(0, -1).flat()).toEqual([]);
  expect(said.at(-1)).toEqual(['24 retries ended']);
  expect(announcements(tasks, tasks)).toEqual([]);
});

test('a retry beside a batch is shown at once, and many from several people in one sentence', () => {
  const batch = [1, 2, 3, 4].map((n) => madeTask(n));
  const ben = madeTask(5, { requestedBy: 'TECH\\ben' });
  expect(announcements([ben, ...batch], [ended(ben), ...batch.map((task, n) => (n < 3 ? ended(task) : task))])).toEqual(
    ['Job 5: Backed up'],
  );
  const people = [1, 2, 3, 4].map((n) => madeTask(n, { requestedBy: `TECH\\person-${n}` }));
  expect(announcements(people, people.map(ended))).toEqual(['4 retries ended']);
});
