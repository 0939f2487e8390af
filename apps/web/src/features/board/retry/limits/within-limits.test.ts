import { expect, test } from 'vitest';
import { madeJob, madeTask } from '#lib/test-rows.ts';
import { isManyJobs, lacksNumber, withinLimits } from './within-limits.ts';

const now = Date.parse('2026-11-23T08:30:00.000Z');
const limits = { retriesPerJobHour: 2, retriesPerPersonHour: 4 };
const anna = { user: 'TECH\\anna' };
const jobs = [1, 2, 3, 4, 5].map((number) => madeJob(number));

test('no more is promised than the person may still retry, and the rest is named with the reason', () => {
  const { run, beyond, used } = withinLimits(jobs, limits, [madeTask(8)], anna, now);
  expect(run).toEqual(jobs.slice(0, 3));
  expect(beyond.map(({ job }) => job)).toEqual(jobs.slice(3));
  expect(beyond[0]?.reason).toBe('Exceeds your limit of 4 retries an hour.');
  expect(used).toBe(1);
});

test('retries of others, of the hour before and what was never sent leave the person all of it', () => {
  const tasks = [
    madeTask(6, { requestedBy: 'TECH\\ben' }),
    madeTask(7, { requestedAt: '2026-11-23T07:29:00.000Z' }),
    madeTask(8, { state: 'refused' }),
  ];
  expect(withinLimits(jobs, limits, tasks, anna, now)).toMatchObject({ run: jobs.slice(0, 4), used: 0 });
});

test('another person of the same name is distinguished by the id', () => {
  const tasks = [madeTask(8, { requestedById: 'second' })];
  expect(withinLimits(jobs, limits, tasks, { ...anna, personId: 'first' }, now).used).toBe(0);
  expect(withinLimits(jobs, limits, tasks, { ...anna, personId: 'second' }, now).used).toBe(1);
});

test('the limit of a job counts the retries of everybody', () => {
  const ben = { jobId: jobs[0]?.id ?? '', requestedBy: 'TECH\\ben' };
  const { run, beyond } = withinLimits(jobs.slice(0, 2), limits, [madeTask(8, ben), madeTask(9, ben)], anna, now);
  expect(run).toEqual([jobs[1]]);
  expect(beyond).toEqual([{ job: jobs[0], reason: 'Retried 2 times within the last hour; 2 are allowed for a job.' }]);
});

test('a server that reports no limits cuts nothing', () => {
  expect(withinLimits(jobs, null, [], anna, now)).toEqual({ run: jobs, beyond: [], used: 0 });
});

test('from 200 jobs on their number has to be typed', () => {
  expect([isManyJobs(199), isManyJobs(200)]).toEqual([false, true]);
  expect([lacksNumber(199, ''), lacksNumber(200, ''), lacksNumber(200, '20'), lacksNumber(200, ' 200 ')]).toEqual([
    false,
    true,
    true,
    false,
  ]);
});
