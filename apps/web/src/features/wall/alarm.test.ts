import { expect, test } from 'vitest';
import { afterAnswer, knownFailures, newFailures } from './alarm.ts';
import type { WallJob } from './urgency.ts';

function failed(id: string, failedAt: string): WallJob {
  return {
    id,
    name: id,
    machines: [],
    machinesFailed: null,
    machinesTotal: null,
    reason: null,
    failedAt,
    streak: 1,
    lastSuccessAt: null,
    retrying: false,
  };
}

const four = '2026-01-10T04:00:00.000Z';
const five = '2026-01-10T05:00:00.000Z';

test('the first view holds nothing new', () => {
  expect(newFailures(null, [failed('a', four)])).toEqual([]);
});

test('a job that was not there is new', () => {
  expect(newFailures(knownFailures([failed('a', four)]), [failed('a', four), failed('b', five)])).toEqual(['b']);
});

test('a job that failed again is new', () => {
  expect(newFailures(knownFailures([failed('a', four)]), [failed('a', five)])).toEqual(['a']);
});

test('a job that has recovered makes no noise', () => {
  expect(newFailures(knownFailures([failed('a', four), failed('b', five)]), [failed('b', five)])).toEqual([]);
});

test('a new failure stays new until another one comes, and an answer without any changes nothing of it', () => {
  const [first, second] = [[failed('a', four)], [failed('a', five)]];
  const none = { jobs: null, known: null, latest: null };
  const begun = afterAnswer(none, first, 1);
  expect(begun).toMatchObject({ jobs: first, latest: null });
  const again = afterAnswer(begun, second, 2);
  expect(again.latest).toEqual({ ids: ['a'], at: 2 });
  expect(afterAnswer(again, [...second], 3).latest).toBe(again.latest);
});
