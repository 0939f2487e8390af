import { expect, test } from 'vitest';
import { madeCause, madeJob } from '#lib/test-rows.ts';
import { rowText } from './row-text.ts';

test('a row is copied as job, time, each reason with its machines, and a link', () => {
  const text = 'Disk full';
  const job = madeJob(1, { name: 'Kiel', reasons: ['a', 'b'].map((machine) => ({ machine, text })) });
  expect(rowText(job, 'utc', 'https://desk.example')).toBe(
    ['Kiel: Failed, Mon, 23 Nov 2026, 04:12:00 UTC', 'a, b: Disk full', `https://desk.example/jobs/${job.id}`].join(
      '\n',
    ),
  );
});

test('its cause stands before its reasons, and a reason that says nothing is shown with that', () => {
  const cause = madeCause('none', { title: 'Enterprise Manager gives no reason', family: 'says-nothing' });
  const job = madeJob(1, { name: 'Kiel', reasons: [{ machine: 'a', text: 'Failed' }], cause });
  expect(rowText(job, 'utc', '').split('\n').slice(1, -1)).toEqual([
    'Cause: Enterprise Manager gives no reason',
    'a: Failed',
  ]);
});

test('unknown parts are left out of it', () => {
  const job = madeJob(2, { name: 'Kiel', run: null, state: 'never', reasons: [] });
  expect(rowText(job, 'utc', '')).toBe(`Kiel: No run known\n/jobs/${job.id}`);
});
