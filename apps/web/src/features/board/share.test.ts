import type { Board } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import type { Fresh } from '#api/request.ts';
import { madeJob, madeTask } from '#lib/test-rows.ts';
import { shareBoard } from './share.ts';

const at = '2026-11-23T08:00:00.000Z';

function answer(change: Partial<Board>): Fresh<Board> {
  const data: Board = {
    revision: 1,
    takenAt: at,
    pollSeconds: 10,
    em: { state: 'ok', since: at, lastGoodAt: at, message: null, newestEventAt: at },
    counts: { failed: 3, retrying: 0, running: 0, recoveredToday: 0, jobs: 3 },
    servers: ['srv12'],
    failed: [madeJob(1), madeJob(2), madeJob(3)],
    tasks: [madeTask(1), madeTask(2)],
    ...change,
  };
  return { data, freshness: { takenAt: at, emState: 'ok' } };
}

test('after a refetch in which one row changed, all other rows are the very same objects', () => {
  const before = answer({});
  const after = shareBoard(
    before,
    answer({ revision: 2, failed: [madeJob(1), madeJob(2, { streak: 5 }), madeJob(3)] }),
  );
  const same = after.data.failed.map((row, place) => row === before.data.failed[place]);
  expect(same).toEqual([true, false, true]);
  expect(after.data.failed[1]).toEqual(madeJob(2, { streak: 5 }));
  expect(after.data.em).toBe(before.data.em);
  expect(after.data.revision).toBe(2);
});

test('a row that moved because another one came or left is still the very same object', () => {
  const before = answer({});
  const [first, , third] = before.data.failed;
  const after = shareBoard(before, answer({ failed: [madeJob(9), madeJob(1), madeJob(3)], tasks: [madeTask(2)] }));
  expect(after.data.failed[0]).toEqual(madeJob(9));
  expect(after.data.failed[1]).toBe(first);
  expect(after.data.failed[2]).toBe(third);
  expect(after.data.tasks[0]).toBe(before.data.tasks[1]);
});

test('an answer that has not changed gives the very same board, with its new freshness', () => {
  const changed = answer({ failed: [madeJob(2)] });
  const shared = shareBoard(answer({}), changed);
  const freshness = { takenAt: '2026-11-23T08:00:10.000Z', emState: 'down' } as const;
  const unchanged = shareBoard(shared, { data: changed.data, freshness });
  expect(unchanged.data).toBe(shared.data);
  expect(unchanged.freshness).toEqual(freshness);
});
