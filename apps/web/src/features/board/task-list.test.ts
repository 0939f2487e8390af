import { expect, test } from 'vitest';
import { madeJob, madeTask } from '#lib/test-rows.ts';
import { announcements, mergeTasks, stillNews, withOpenRetries } from './task-list.ts';

const step = { state: 'accepted', at: '2026-11-23T08:00:01.000Z', evidence: null } as const;
const asked = madeTask(1);
const accepted = madeTask(1, { state: 'accepted', steps: [...asked.steps, step] });
const later = madeTask(2, { requestedAt: '2026-11-23T08:05:00.000Z' });

test('what an answer told stands beside the board, newest first, and never sets a card back', () => {
  expect(mergeTasks([accepted], [asked, later])).toEqual([later, accepted]);
  expect(mergeTasks([asked], [accepted])).toEqual([accepted]);
});

test('news ends when the board knows it, or after a minute', () => {
  const now = Date.parse('2026-11-23T08:05:30.000Z');
  expect(stillNews([asked, later], [], now)).toEqual([later]);
  expect(stillNews([later], [later], now)).toEqual([]);
});

test('a job just asked for is held before the board says so; a refusal holds nothing', () => {
  const job = madeJob(1);
  expect(withOpenRetries([job], [asked])[0]?.openRetry?.taskId).toBe(asked.taskId);
  expect(withOpenRetries([job], [madeTask(1, { state: 'refused' })])[0]).toBe(job);
});

test('what ends is said once, what was over before is not', () => {
  const done = madeTask(1, { state: 'succeeded' });
  expect(announcements([asked], [done])).toEqual(['Job 1: Backed up']);
  expect(announcements([done], [done])).toEqual([]);
  expect(announcements([], [done])).toEqual([]);
});
