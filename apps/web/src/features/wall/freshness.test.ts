import { staleAfter } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { staleness } from '#lib/staleness.ts';
import { ageOf, giveUpAfter, isOld, lifeLeft, pollEvery, type Stamp, serverTime } from './freshness.ts';

const noon = Date.parse('2026-01-10T12:00:00.000Z');
/** Read at noon, answered 4 s later, requested when the browser's clocks stood at 1 000 000 (steady) and noon (wall). */
const stamp: Stamp = {
  takenAt: noon,
  servedAt: noon + 4000,
  sentAt: { steady: 1_000_000, wall: noon },
  pollSeconds: 10,
};

function later(milliseconds: number): { steady: number; wall: number } {
  return { steady: 1_000_000 + milliseconds, wall: noon + milliseconds };
}

test('age is that of the answer plus what has gone by since', () => {
  expect(ageOf(stamp, later(0))).toBe(4000);
  expect(ageOf(stamp, later(3000))).toBe(7000);
});

test('data is old after two intervals and a second', () => {
  expect(isOld(stamp, later(17_000))).toBe(false);
  expect(isOld(stamp, later(17_001))).toBe(true);
});

test.each([1, 5, 10, 60, 300])(
  'with a poll every %d s the board and the wall turn old at the very same age',
  (pollSeconds) => {
    const taken = { ...stamp, servedAt: noon, pollSeconds };
    const takenAt = '2026-01-10T12:00:00.000Z';
    const em = { state: 'ok', since: takenAt, lastGoodAt: takenAt, message: null, newestEventAt: null } as const;
    const board = { data: { takenAt, pollSeconds, em }, freshness: { takenAt, emState: 'ok' } } as const;
    for (const age of [staleAfter(pollSeconds), staleAfter(pollSeconds) + 1]) {
      expect(staleness(board, false, noon + age) !== null, `${age} ms`).toBe(isOld(taken, later(age)));
    }
    expect(isOld(taken, later(staleAfter(pollSeconds) + 1))).toBe(true);
  },
);

test('a browser clock that is years off changes nothing', () => {
  const lost: Stamp = { ...stamp, sentAt: { steady: 0, wall: 0 } };
  expect(ageOf(lost, { steady: 3000, wall: 3000 })).toBe(7000);
  expect(isOld(lost, { steady: 3000, wall: 3000 })).toBe(false);
});

test('a clock set back while nothing comes in does not keep the data young', () => {
  expect(isOld(stamp, { steady: 1_000_000 + 60_000, wall: noon - 3_600_000 })).toBe(true);
});

test('a machine that slept shows its view as old although the steady clock stood still', () => {
  expect(isOld(stamp, { steady: 1_000_010, wall: noon + 3_600_000 })).toBe(true);
});

test('an answer dated before its own reading is just read, not younger than now', () => {
  expect(ageOf({ ...stamp, servedAt: noon - 900 }, later(0))).toBe(0);
});

test('the server time goes on from its own answer', () => {
  expect(serverTime(stamp, later(2500))).toBe(noon + 6500);
});

test('the ring runs out exactly when the data is old', () => {
  expect(lifeLeft({ ...stamp, servedAt: noon }, later(0))).toBe(1);
  expect(lifeLeft(stamp, later(6500))).toBeCloseTo(0.5);
  expect(lifeLeft(stamp, later(17_000))).toBe(0);
  expect(lifeLeft(stamp, later(90_000))).toBe(0);
});

test('it polls three times an interval, and faster while a retry moves', () => {
  expect(pollEvery(10, false)).toBeCloseTo(3333, 0);
  expect(pollEvery(10, true)).toBe(2000);
  expect(pollEvery(60, false)).toBe(5000);
  expect(pollEvery(1, false)).toBe(1000);
  expect(pollEvery(null, false)).toBeCloseTo(3333, 0);
});

test('a hung question is given up within two to eight seconds', () => {
  expect([1, 5, 10, 60].map((poll) => giveUpAfter(poll))).toEqual([2000, 5000, 8000, 8000]);
  expect(giveUpAfter(null)).toBe(8000);
});
