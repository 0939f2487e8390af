import { expect, test } from 'vitest';
import { ApiError } from '#api/api-error.ts';
import { failureOf, wallInterval, wallQuery } from './queries.ts';
import type { WallAnswer } from './screen.ts';

function refused(status: number): ApiError {
  return new ApiError({ kind: 'unreadable', status });
}

test('a refusal ends the wall, an error of the desk does not', () => {
  expect([401, 403, 404, 500, 503].map((status) => failureOf(refused(status)))).toEqual([
    'ended',
    'ended',
    'error',
    'error',
    'error',
  ]);
  expect(failureOf(refused(200))).toBe('unreadable');
});

test('no answer, a broken connection and a question given up are silence; what fails in the page is not', () => {
  for (const timedOut of [false, true]) expect(failureOf(new ApiError({ kind: 'network', timedOut }))).toBe('silent');
  expect(failureOf(new TypeError('AbortSignal.any is not a function'))).toBe('page');
  expect(failureOf(null)).toBeNull();
});

function answer(change: Partial<WallAnswer> = {}): WallAnswer {
  const at = '2026-11-23T08:00:00.000Z';
  return {
    by: 'link',
    board: {
      revision: 1,
      takenAt: at,
      pollSeconds: 10,
      journal: { state: 'ok', since: at },
      em: { state: 'ok', since: at, lastGoodAt: at },
      counts: { failed: 0, retrying: 0, running: 0, recoveredToday: 0, jobs: 0 },
      failed: [],
      tasks: [],
    },
    stamp: { takenAt: 0, servedAt: 0, sentAt: { steady: 0, wall: 0 }, pollSeconds: 10 },
    ...change,
  };
}

test('the wall polls three times an interval, spread, or when the server announced, and never waits until it is old', () => {
  expect(wallInterval(undefined, 0.5)).toBeCloseTo(3_333, 0);
  expect(wallInterval(answer(), 0.5)).toBeCloseTo(3_333, 0);
  expect(wallInterval(answer(), 0)).toBeCloseTo(3_000, 0);
  expect(wallInterval(answer({ pollAfter: 6_000 }), 0)).toBe(6_000);
  expect(wallInterval(answer({ pollAfter: 60_000 }), 0)).toBe(8_000);
});

test('the wall polls in the background, without network and after errors', () => {
  expect(wallQuery()).toMatchObject({ refetchIntervalInBackground: true, networkMode: 'always', retry: false });
});
