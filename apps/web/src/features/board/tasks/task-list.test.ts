import { expect, test } from 'vitest';
import { madeJob, madeTask } from '#lib/test-rows.ts';
import type { Outcome } from '../retry/outcome.ts';
import { mergeOutcomes, mergeTasks, stillAhead, withOpenRetries, withoutTask } from './task-list.ts';

const step = { state: 'accepted', at: '2026-11-23T08:00:01.000Z', evidence: null } as const;
const requested = madeTask(1);
const accepted = madeTask(1, { state: 'accepted', steps: [...requested.steps, step] });
const later = madeTask(2, { requestedAt: '2026-11-23T08:05:00.000Z' });

test('retries that an answer reported stand beside the board, newest first, and never set a card back', () => {
  expect(mergeTasks([accepted], [requested, later])).toEqual([later, accepted]);
  expect(mergeTasks([requested], [accepted])).toEqual([accepted]);
});

test('a retry ahead of the board is dropped when the board shows it, or after a minute', () => {
  const now = Date.parse('2026-11-23T08:05:30.000Z');
  expect(stillAhead([requested, later], [], now)).toEqual([later]);
  expect(stillAhead([later], [later], now)).toEqual([]);
});

test('a job just requested is held before the board shows it; a refusal holds nothing', () => {
  const job = madeJob(1);
  expect(withOpenRetries([job], [requested])[0]?.openRetry?.taskId).toBe(requested.taskId);
  expect(withOpenRetries([job], [madeTask(1, { state: 'refused' })])[0]).toBe(job);
});

const said = { problem: { text: 'Nobody answers.', emMessage: null }, isKnown: false, openTask: null, limited: false };

test('a refusal is replaced by what comes of the next press on the same job, whatever row it was pressed in', () => {
  const refused: Outcome = { job: madeJob(1), at: 1, ...said };
  const again: Outcome = { job: madeJob(1, { streak: 2 }), at: 2, ...said };
  const other: Outcome = { job: madeJob(2), at: 1, ...said };
  expect(mergeOutcomes([refused, other], [again])).toEqual([again, other]);
  expect(mergeOutcomes([refused, other], [{ job: madeJob(1), at: 2, task: madeTask(1) }])).toEqual([other]);
});

test('an unknown or refused retry goes when a later one of the job shows', () => {
  const at = Date.parse(requested.requestedAt);
  const outcomes: Outcome[] = [{ job: madeJob(1, { streak: 7 }), at, ...said }];
  expect(withoutTask(outcomes, [requested])).toEqual([]);
  expect(withoutTask(outcomes, [madeTask(1, { requestedAt: '2026-11-23T07:59:00.000Z' })])).toBe(outcomes);
  expect(withoutTask(outcomes, [madeTask(2)])).toBe(outcomes);
});
