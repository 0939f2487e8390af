import { expect, test } from 'vitest';
import { madeJob } from '#lib/test-rows.ts';
import { firstNames, retryPlan } from './retry-plan.ts';

const actor = {
  role: 'operator',
  journal: 'ok',
  em: 'ok',
  now: Date.parse('2026-11-23T08:02:00.000Z'),
  zone: 'utc',
} as const;
const none: ReadonlySet<string> = new Set();

test('the plan names the machines that run again, and who waits for Veeam apart from them', () => {
  const two = [
    { machine: 'ora01', text: 'x' },
    { machine: 'ora02', text: 'x' },
    { machine: 'ora02', text: 'y' },
  ];
  const oracle = madeJob(1, { reasons: two });
  const waits = madeJob(2, { autoRetryAt: '2026-11-23T08:09:00.000Z' });
  const plan = retryPlan([{ ...oracle, run: oracle.run && { ...oracle.run, machinesFailed: 2 } }, waits], actor, none);
  expect(plan.run.map((job) => job.id)).toEqual([oracle.id]);
  expect(plan.skipped).toEqual([]);
  expect(plan.waiting).toEqual([{ job: waits, reason: 'Veeam tries again at 08:09' }]);
  expect(plan.machines).toEqual({ count: 2, names: ['ora01', 'ora02'], atLeast: false });
});

test('a job whose retry is on its way already is skipped with the reason', () => {
  const [pending, free] = [madeJob(1), madeJob(2)];
  const plan = retryPlan([pending, free], actor, new Set([pending.id]));
  expect(plan.run).toEqual([free]);
  expect(plan.skipped).toEqual([{ job: pending, reason: 'A retry of it is already being requested.' }]);
  expect(plan.machines.count).toBe(1);
});

test('a job that has left the list since it was chosen stays in the plan by name, as skipped', () => {
  const [left, free] = [madeJob(1), madeJob(2)];
  const plan = retryPlan([left, free], actor, none, new Set([left.id]));
  expect(plan.run).toEqual([free]);
  expect(plan.skipped).toEqual([{ job: left, reason: 'It has left the list since it was selected.' }]);
});

test('machines that have not been read are counted as at least so many', () => {
  const job = madeJob(1, { reasons: [] });
  const plan = retryPlan([{ ...job, run: job.run && { ...job.run, machinesFailed: null } }, madeJob(2)], actor, none);
  expect(plan.machines).toEqual({ count: 1, names: ['machine-2'], atLeast: true });
});

test('the first names are shown and the rest is counted', () => {
  expect(firstNames(['a', 'b', 'c'], 3)).toEqual({ text: 'a, b, c', more: 0 });
  expect(firstNames(['a', 'b', 'c'], 2)).toEqual({ text: 'a, b', more: 1 });
  expect(firstNames([], 2)).toEqual({ text: '', more: 0 });
});
