import type { Board, JobList } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import type { Fresh } from '#api/request.ts';
import { madeJob, madeTask } from '#lib/test-rows.ts';
import { shareBoard, shareJobs } from './share.ts';

const at = '2026-11-23T08:00:00.000Z';

const rows = [madeJob(1), madeJob(2), madeJob(3)];

function answer(change: Partial<Board>): Fresh<Board> {
  const data: Board = {
    revision: 1,
    takenAt: at,
    pollSeconds: 10,
    journal: { state: 'ok', since: at },
    em: { state: 'ok', since: at, lastGoodAt: at, message: null, newestEventAt: at },
    counts: { failed: 3, retrying: 0, running: 0, recoveredToday: 0, jobs: 3 },
    servers: ['srv12'],
    failed: [...rows],
    tasks: [madeTask(1), madeTask(2)],
    ...change,
  };
  return { data, freshness: { takenAt: at, emState: 'ok' } };
}

test('where only a number has changed, the list of rows and all else is the very same', () => {
  const before = answer({});
  const after = shareBoard(before, answer({ revision: 2 }));
  expect(after.data.failed).toBe(before.data.failed);
  expect(after.data.em).toBe(before.data.em);
  expect(after.data.revision).toBe(2);
});

test.each([
  ['changed', [rows[0], madeJob(2, { streak: 5 }), rows[2]]],
  ['moved', [rows[1], rows[0], rows[2]]],
  ['left', [rows[0], rows[1]]],
])('a row that has %s makes another list', (_, failed) => {
  const fresh = answer({ failed: failed.filter((row) => row !== undefined) });
  expect(shareBoard(answer({}), fresh).data.failed).toBe(fresh.data.failed);
});

test('a retry that moved because another one ended is still the very same object', () => {
  const before = answer({});
  const after = shareBoard(before, answer({ tasks: [madeTask(2)] }));
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

test('a list of jobs with the very same rows is the very same list', () => {
  const listed = (change: Partial<JobList>): Fresh<JobList> => ({
    data: { takenAt: at, jobs: [...rows], ...change },
    freshness: { takenAt: at, emState: 'ok' },
  });
  const before = listed({});
  const later = { takenAt: '2026-11-23T08:00:10.000Z', emState: 'degraded' } as const;
  const same = shareJobs(before, { ...listed({}), freshness: later });
  expect([same.data === before.data, same.freshness]).toEqual([true, later]);
  const confirmed = shareJobs(before, listed({ takenAt: null }));
  expect([confirmed.data.takenAt, confirmed.data.jobs === before.data.jobs]).toEqual([null, true]);
  const changed = listed({ jobs: [madeJob(4), ...rows] });
  expect(shareJobs(before, changed).data.jobs).toEqual(changed.data.jobs);
  expect(shareJobs(undefined, changed)).toBe(changed);
});
