import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { shapes } from '#lib/marks.ts';
import type { WallJob } from './urgency.ts';
import { WallList } from './wall-list.tsx';

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
  const page = { rows: [{ ...job, ...change }], number: 1, of: 1 };
  const now = Date.parse('2026-01-10T12:00:00.000Z');
  return renderToStaticMarkup(createElement(WallList, { page, now, isNews: () => false, listRef: () => undefined }));
}

test('a job of which nobody knows what it came to is drawn and called unknown, not failed', () => {
  const unknown = drawn({ state: 'unknown' });
  expect(unknown).toContain(shapes.unknown);
  expect(unknown).not.toContain(shapes.failed);
  expect(unknown).toContain('result unknown');
});

test('a failed job is drawn as one, also where an older server does not say so', () => {
  for (const row of [drawn({ state: 'failed' }), drawn({})]) {
    expect(row).toContain(shapes.failed);
    expect(row).not.toContain('unknown');
  }
});
