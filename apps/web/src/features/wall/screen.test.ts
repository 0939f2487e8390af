import type { WallBoard } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { screenOf, sumOf, type WallAnswer } from './screen.ts';

const noon = Date.parse('2026-01-10T12:00:00.000Z');

function answer(failed: number | null, em: WallBoard['em']['state'] = 'ok'): WallAnswer {
  const board: WallBoard = {
    revision: 1,
    takenAt: '2026-01-10T12:00:00.000Z',
    pollSeconds: 10,
    journal: { state: 'ok', since: '2026-01-10T11:00:00.000Z' },
    em: { state: em, since: '2026-01-10T11:00:00.000Z', lastGoodAt: null },
    counts: { failed, retrying: failed, running: failed, recoveredToday: failed, jobs: failed },
    failed: [],
    tasks: [],
  };
  return {
    by: 'link',
    board,
    stamp: { takenAt: noon, servedAt: noon, sentAt: { steady: 0, wall: 0 }, pollSeconds: 10 },
  };
}

function after(seconds: number): { steady: number; wall: number } {
  return { steady: seconds * 1000, wall: seconds * 1000 };
}

test('before the first answer the wall shows that it loads', () => {
  expect(screenOf(null, null, after(0))).toEqual({ kind: 'loading' });
});

test('without any answer it names the one that does not answer', () => {
  expect(screenOf(null, 'silent', after(9))).toEqual({ kind: 'nothing', cause: 'desk-silent' });
  expect(screenOf(null, 'error', after(9))).toEqual({ kind: 'nothing', cause: 'desk-error' });
  for (const cause of ['page', 'unreadable'] as const) {
    expect(screenOf(null, cause, after(9))).toEqual({ kind: 'nothing', cause });
    expect(screenOf(answer(7), cause, after(22))).toMatchObject({ kind: 'old', cause });
  }
});

test('a revoked link shows no view, however fresh it is', () => {
  expect(screenOf(answer(7), 'ended', after(1))).toEqual({ kind: 'ended', by: 'link' });
  expect(screenOf({ ...answer(7), by: 'person' }, 'ended', after(1))).toEqual({ kind: 'ended', by: 'person' });
});

test('a browser that was never let in does not read that something was revoked', () => {
  expect(screenOf(null, 'ended', after(1))).toEqual({ kind: 'ended', by: null });
});

test('numbers that nobody has read are never shown, not even as 0', () => {
  expect(screenOf(answer(null), null, after(1)).kind).toBe('unread');
  expect(screenOf(answer(null, 'down'), null, after(1))).toMatchObject({ kind: 'unread', cause: 'em-down' });
  expect(screenOf(answer(null), 'silent', after(22))).toEqual({ kind: 'nothing', cause: 'desk-silent' });
});

test('one failed request does not take a young view away', () => {
  expect(screenOf(answer(7), 'error', after(5))).toMatchObject({ kind: 'live', age: 5000 });
});

test('two intervals without anything newer make the data old, a green one too', () => {
  for (const failed of [0, 7]) {
    expect(screenOf(answer(failed), null, after(20)).kind).toBe('live');
    expect(screenOf(answer(failed), 'silent', after(22))).toMatchObject({
      kind: 'old',
      lastTrueAt: noon,
      board: { counts: { failed } },
    });
  }
});

test('the reason names the side that is silent', () => {
  expect(screenOf(answer(7), 'silent', after(22))).toMatchObject({ cause: 'desk-silent' });
  expect(screenOf(answer(7), 'error', after(22))).toMatchObject({ cause: 'desk-error' });
  expect(screenOf(answer(7), null, after(60))).toMatchObject({ cause: 'desk-silent' });
});

test('an old view that the desk itself has just served is the fault of Enterprise Manager', () => {
  const served = answer(7, 'down');
  served.stamp.servedAt = noon + 60_000;
  expect(screenOf(served, null, after(1))).toMatchObject({ kind: 'old', cause: 'em-down', age: 61_000 });
  served.board.em.state = 'ok';
  expect(screenOf(served, null, after(1))).toMatchObject({ kind: 'old', cause: 'em-unread' });
});

test('it comes back with the next good answer', () => {
  const fresh = answer(7);
  expect(screenOf(fresh, 'silent', after(60)).kind).toBe('old');
  const next = {
    ...fresh,
    stamp: { ...fresh.stamp, sentAt: after(61), servedAt: noon + 61_000, takenAt: noon + 60_000 },
  };
  expect(screenOf(next, null, after(62))).toMatchObject({ kind: 'live', age: 2000 });
});

test('nothing is green but a whole inventory of which something is known', () => {
  const { board } = answer(0);
  const counts = { ...board.counts, jobs: 5 };
  expect(sumOf({ ...board, counts })).toBe('ok');
  expect(sumOf({ ...board, counts: { ...counts, failed: 2 } })).toBe('failed');
  expect(sumOf(board)).toBe('unknown');
  expect(sumOf({ counts, em: { ...board.em, state: 'degraded' } })).toBe('unknown');
  expect(sumOf({ counts, em: { ...board.em, silentSince: '2026-01-04T12:00:00.000Z' } })).toBe('unknown');
});
