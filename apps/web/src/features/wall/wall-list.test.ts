import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { shapes } from '#lib/marks.ts';
import type { WallJob } from './urgency.ts';
import { WallList } from './wall-list.tsx';
import { type WallRow, wallRows } from './wall-rows.ts';

const job: WallJob = {
  id: '78c3919c-54d7-43fe-b047-000000000001',
  name: 'File servers',
  machines: [],
  machinesFailed: null,
  machinesTotal: null,
  reason: null,
  failedAt: '2026-01-10T11:00:00.000Z',
  streak: 1,
  lastSuccessAt: null,
  retrying: false,
};

function drawn(change: Partial<WallJob>): string {
  return drawnRows([{ id: job.id, job: { ...job, ...change } }]);
}

function drawnRows(rows: WallRow[]): string {
  const page = { rows, number: 1, of: 1 };
  const now = Date.parse('2026-01-10T12:00:00.000Z');
  return renderToStaticMarkup(createElement(WallList, { page, now, isNew: () => false, listRef: () => undefined }));
}

test('a job with an unknown result is drawn and called unknown, not failed', () => {
  const unknown = drawn({ state: 'unknown' });
  expect(unknown).toContain(shapes.unknown);
  expect(unknown).not.toContain(shapes.failed);
  expect(unknown).toContain('result unknown');
});

test('a failed job is drawn as one, also where an older server sends no state', () => {
  for (const row of [drawn({ state: 'failed' }), drawn({})]) {
    expect(row).toContain(shapes.failed);
    expect(row).not.toContain('unknown');
  }
});

test('a reason is not read yet, not given, or not for this wall, and each is shown as such', () => {
  expect(drawn({})).toContain('reason not read yet');
  const read = { machinesFailed: 2, machinesTotal: 9 };
  const none = drawn({ ...read, machines: ['fs01', 'fs02'] });
  expect(none).toContain('no reason given');
  expect(none).not.toContain('not read yet');
  const hidden = drawn(read);
  expect(hidden).toContain('2 of 9 machines<');
  expect(hidden).not.toMatch(/reason|\+2/);
});

test('a streak is one at least while an earlier success may not be read yet', () => {
  const streak = { streak: 4, readSince: '2026-01-09T12:00:00.000Z' };
  expect(drawn(streak)).toContain('≥ 4×');
  expect(drawn(streak)).toContain('failed at least 4 times in a row');
  expect(drawn({ streak: 4 })).not.toMatch(/≥|at least/);
  expect(drawn({ ...streak, lastSuccessAt: '2026-01-05T12:00:00.000Z' })).not.toMatch(/≥|at least/);
});

test('a job is drawn with the title of its cause, and with its reason beside it where that says nothing', () => {
  const read = { machines: ['fs01'], machinesFailed: 1, reason: 'Processing fs01 Error: The disk is full' };
  const cause = { key: 'full', title: 'The target has no space left', family: 'space' };
  expect(drawn({ ...read, cause })).toContain('fs01 · The target has no space left<');
  const silent = { key: 'none', title: 'Enterprise Manager gives no reason', family: 'says-nothing' };
  expect(drawn({ ...read, reason: 'Failed', cause: silent })).toContain(
    'fs01 · Enterprise Manager gives no reason · Failed<',
  );
});

test('jobs of one cause are drawn as one row with their number, machines, newest failure and longest streak', () => {
  const cause = { key: 'full', title: 'The target has no space left', family: 'space' };
  const jobs = [1, 2, 3].map((n) => ({
    ...job,
    id: `${n}`,
    name: `Branch ${n}`,
    machines: [`branch-${n}`],
    machinesFailed: 1,
    streak: n,
    failedAt: `2026-01-10T0${n}:00:00.000Z`,
    cause,
    retrying: n === 2,
  }));
  const row = drawnRows(wallRows(jobs));
  for (const part of [
    '3 jobs · 3 machines',
    '1 being retried',
    'The target has no space left · Branch ',
    'newest 9 hours ago',
    '3×',
  ])
    expect(row).toContain(part);
  expect(row.match(/<li/g)).toHaveLength(1);
});
