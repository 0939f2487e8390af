import type { WallBoard } from '@retry-desk/contract';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { WallClock } from './wall-foot.tsx';

const now = Date.parse('2026-01-10T12:00:00.000Z');

function drawn(silentSince?: string, jobs = 5): string {
  const since = '2026-01-10T11:00:00.000Z';
  const board: WallBoard = {
    revision: 1,
    takenAt: since,
    pollSeconds: 10,
    journal: { state: 'ok', since },
    em: { state: 'ok', since, lastGoodAt: since, ...(silentSince === undefined ? {} : { silentSince }) },
    counts: { failed: 0, retrying: 0, running: 0, recoveredToday: 0, jobs },
    failed: [],
    tasks: [],
  };
  return renderToStaticMarkup(createElement(WallClock, { board, now, age: 1_000, left: 1, pageText: null }));
}

test('data just read is green, with how long ago it was updated', () => {
  expect(drawn()).toContain('stroke-[5] text-ok');
  expect(drawn()).toContain('updated 1 s ago');
});

test('where there is no job at all the ring is not green either', () => {
  expect(drawn(undefined, 0)).toContain('stroke-[5] text-quiet');
});

test('where no run has been reported for too long nothing is green, and the age is that of the newest run', () => {
  const silent = drawn('2026-01-04T12:00:00.000Z');
  expect(silent).toContain('stroke-[5] text-warning');
  expect(silent).toContain('newest run 6 days ago');
  expect(silent).not.toContain('>true');
});
