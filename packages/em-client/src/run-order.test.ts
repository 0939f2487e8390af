import { expect, test } from 'vitest';
import {
  AHEAD_MS,
  byDate,
  endAsOf,
  endOf,
  isGood,
  isOver,
  machineEndOf,
  newestFirst,
  type OrderedRun,
} from './run-order.ts';

const now = Date.UTC(2026, 10, 28, 12);
const HOUR = 60 * 60_000;

function run(id: string, hoursAgo: number, more: Partial<OrderedRun> = {}): OrderedRun {
  const createdAt = now - hoursAgo * HOUR;
  return { id, createdAt, endedAt: createdAt + HOUR / 2, state: 'stopped', result: 'failed', isRetry: false, ...more };
}

function order(...runs: OrderedRun[]): string[] {
  return newestFirst(runs, now).map(({ id }) => id);
}

test('the newest comes first; an attempt of the same millisecond is newer than its run, in whatever order they come', () => {
  const [first, attempt, old] = [run('first', 2), run('attempt', 2, { isRetry: true }), run('old', 9)];
  expect(order(first, attempt, old)).toEqual(['attempt', 'first', 'old']);
  expect(order(old, attempt, first)).toEqual(['attempt', 'first', 'old']);
});

test('of two that began at once the one that ended last is the newer; the id decides between equals, whichever comes first', () => {
  const [long, short] = [run('a', 2, { endedAt: now }), run('b', 2, { endedAt: now - HOUR })];
  expect([order(long, short), order(short, long)]).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ]);
  const [one, other] = [run('one', 2), run('other', 2)];
  expect([order(one, other), order(other, one)]).toEqual([
    ['other', 'one'],
    ['other', 'one'],
  ]);
  expect([byDate(one, other) > 0, byDate(other, one) < 0, byDate(one, { ...one, createdAt: now })]).toEqual([
    true,
    true,
    0,
  ]);
});

test('a success and a warning are good, and nothing else is', () => {
  const results = ['success', 'warning', 'failed', 'none', 'unknown'] as const;
  expect(results.filter((result) => isGood({ result }))).toEqual(['success', 'warning']);
});

test('a run without an end has come as far as its beginning', () => {
  expect([endOf({ createdAt: 1, endedAt: 2 }), endOf({ createdAt: 1, endedAt: null })]).toEqual([2, 1]);
});

test('an end in the future is none, but where the beginning has its date from the same clock', () => {
  const [soon, late] = [now + AHEAD_MS, now + AHEAD_MS + 1];
  expect([
    endAsOf(now, soon, now),
    endAsOf(now, late, now),
    endAsOf(null, late, now),
    endAsOf(late, late, now),
  ]).toEqual([soon, null, null, late]);
  expect([endAsOf(late, null, now), endAsOf(null, soon, now)]).toEqual([null, soon]);
});

test('a run goes on while its state is that of an ongoing run, whatever end it is given', () => {
  expect(isOver({ state: 'working', endedAt: now - HOUR, result: 'failed' })).toBe(false);
  expect(isOver({ state: 'stopped', endedAt: null, result: 'none' })).toBe(true);
});

test('a run in a state we do not know is over where it has an end or a result', () => {
  const isOverWith = (endedAt: number | null, result: OrderedRun['result']) =>
    isOver({ state: 'unknown', endedAt, result });
  expect([isOverWith(null, 'none'), isOverWith(null, 'unknown')]).toEqual([false, false]);
  expect([isOverWith(now, 'none'), isOverWith(null, 'failed'), isOverWith(null, 'success')]).toEqual([
    true,
    true,
    true,
  ]);
});

test('a run dated ahead hides none that failed or goes on, and is the newest of good ones', () => {
  const ahead = run('ahead', -9_000, { result: 'success' });
  expect(order(ahead, run('failed', 1), run('good', 9, { result: 'success' }))).toEqual(['failed', 'good', 'ahead']);
  expect(order(ahead, run('runs', 0, { state: 'working', result: 'none', endedAt: null }))).toEqual(['runs', 'ahead']);
  expect(order(ahead, run('good', 1, { result: 'success' }))).toEqual(['ahead', 'good']);
  const going = run('going', -9_000, { state: 'working', result: 'none', endedAt: null });
  expect(order(going, run('failed', 1))).toEqual(['failed', 'going']);
  expect(order(going, run('good', 1, { result: 'success' }))).toEqual(['going', 'good']);
  expect(order(run('worse', -9_000), run('good', 1, { result: 'success' }))).toEqual(['worse', 'good']);
  const further = run('further', -9_001, { result: 'success' });
  expect(order(ahead, further, run('failed', 1))).toEqual(['failed', 'further', 'ahead']);
  expect([order(), order(ahead), order(ahead, further)]).toEqual([[], ['ahead'], ['further', 'ahead']]);
});

test('a clock that is an hour ahead at most changes nothing', () => {
  expect(AHEAD_MS).toBe(HOUR);
  const soon = run('soon', -AHEAD_MS / HOUR, { result: 'success' });
  expect(order(run('failed', 1), soon)).toEqual(['soon', 'failed']);
});

test('a machine ends with its run at the latest; an end that cannot be true yet is none', () => {
  const ends = (run: number | null, machine: number | null) =>
    machineEndOf({ endedAt: run }, { endedAt: machine }, now);
  expect([ends(now, now - HOUR), ends(now - HOUR, now), ends(null, now), ends(now, null)]).toEqual([
    now - HOUR,
    now - HOUR,
    now,
    now,
  ]);
  expect([ends(null, null), ends(null, now + AHEAD_MS), ends(null, now + AHEAD_MS + 1)]).toEqual([
    null,
    now + AHEAD_MS,
    null,
  ]);
});
