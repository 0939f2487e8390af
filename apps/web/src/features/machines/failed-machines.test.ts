import type { JobRow } from '@retry-desk/contract';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { madeJob } from '#lib/test-rows.ts';
import { FailedMachines } from './failed-machines.tsx';
import { failedRowsOf } from './failed-rows.ts';
import { failedMachinesQuery } from './queries.ts';

const counts = { failed: 2, retrying: 0, running: 0, recoveredToday: 0, jobs: 9 };

/** A failed job whose machine results are read, and came to so many that failed, or are not read yet. */
function failedJob(number: number, machinesFailed: number | null): JobRow {
  const { run } = madeJob(number);
  return madeJob(number, { reasons: [], run: run && { ...run, machinesFailed } });
}

function drawn(failed: JobRow[], jobs = counts.jobs): string {
  const client = new QueryClient();
  client.setQueryData(failedMachinesQuery().queryKey, failedRowsOf({ failed, counts: { ...counts, jobs } }));
  return renderToStaticMarkup(createElement(QueryClientProvider, { client }, createElement(FailedMachines)));
}

test('that no machine failed is shown only where the machines of every failed job are known', () => {
  expect(drawn([failedJob(1, 0)])).toContain('No machine failed');
  const unread = drawn([failedJob(1, null), failedJob(2, null)]);
  expect(unread).not.toContain('No machine failed');
  expect(unread).toContain('The machines of 2 failed jobs have not been read yet.');
});

test('without any job nothing is claimed of machines', () => {
  const none = drawn([], 0);
  expect(none).not.toContain('No machine failed');
  expect(none).toContain('Enterprise Manager lists no job');
});

test('beside the machines that are known stands how many jobs are missing', () => {
  const { rows, unread, unreadJobs } = failedRowsOf({ failed: [madeJob(1), failedJob(2, null)], counts });
  expect(rows.map(({ machine }) => machine)).toEqual(['machine-1']);
  expect([unread, unreadJobs]).toEqual([false, 1]);
});

test('while the board is read the failed machines are loading; nothing is being searched', () => {
  const client = new QueryClient();
  const text = renderToStaticMarkup(createElement(QueryClientProvider, { client }, createElement(FailedMachines)));
  expect(text).toContain('Loading failed machines …');
  expect(text).not.toContain('Searching');
});
