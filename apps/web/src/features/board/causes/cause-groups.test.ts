import type { JobRow, ListedCause } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { madeCause, madeJob } from '#lib/test-rows.ts';
import type { Sort } from '../board-search.ts';
import { bestToTry, causeGroups } from './cause-groups.ts';

const at = '2026-11-23T04:12:00.000Z';

function listed(key: string, jobs: readonly JobRow[], change: Partial<ListedCause> = {}): ListedCause {
  return {
    ...madeCause(key),
    known: null,
    jobs: jobs.map(({ id }) => id),
    machines: jobs.flatMap(({ reasons }) => reasons.map(({ machine }) => machine)),
    servers: [],
    firstSeenAt: at,
    lastSeenAt: at,
    retries: { tried: 0, helped: 0 },
    ...change,
  };
}

const [a, b, c, d] = [1, 2, 3, 4].map((number) => madeJob(number)) as [JobRow, JobRow, JobRow, JobRow]; // four, as written

const widestFirst = { key: 'urgency', descending: true } as const;

function shown(rows: readonly JobRow[], causesNow: readonly ListedCause[], sort: Sort = widestFirst) {
  const { causes, silent, unknown } = causeGroups(rows, causesNow, sort);
  const names = (jobs: readonly JobRow[]) => jobs.map(({ name }) => name).join(', ');
  return {
    causes: causes.map(({ id, jobs }) => `${id}: ${names(jobs)}`),
    silent: names(silent),
    unknown: names(unknown),
  };
}

test('rows stand under their cause, in their order; those without one stand apart', () => {
  expect(shown([c, b, a, d], [listed('wide', [a, c]), listed('narrow', [b])])).toEqual({
    causes: ['wide: Job 3, Job 1', 'narrow: Job 2'],
    silent: '',
    unknown: 'Job 4',
  });
});

test('causes stand by the machines that are shown, by title, or as the first of their jobs: the order in words is theirs', () => {
  const causes = [
    listed('wide', [a, b], { title: 'Beta', machines: ['m1', 'm2', 'm3', 'm4'] }),
    listed('narrow', [c, d], { title: 'Alpha', machines: ['m5'] }),
    listed('middle', [d], { title: 'Gamma', machines: ['m6', 'm7'] }),
  ];
  const order = (rows: readonly JobRow[], key: Sort['key'], descending: boolean) =>
    causeGroups(rows, causes, { key, descending }).causes.map(({ id }) => id);
  expect(order([d, c, b, a], 'urgency', true)).toEqual(['wide', 'middle', 'narrow']);
  expect(order([d, c, b, a], 'urgency', false)).toEqual(['narrow', 'middle', 'wide']);
  expect(order([a, b, c, d], 'job', false)).toEqual(['narrow', 'wide', 'middle']);
  expect(order([c, a, b, d], 'streak', true)).toEqual(['narrow', 'wide', 'middle']);
  const served = [listed('wide', [a, b, c]), listed('narrow', [c, d])];
  expect(causeGroups([c, d], served, widestFirst).causes.map(({ id }) => id)).toEqual(['narrow', 'wide']);
});

test('a job whose machines failed for two causes stands under both', () => {
  expect(shown([a, b], [listed('one', [a, b]), listed('two', [b])]).causes).toEqual([
    'one: Job 1, Job 2',
    'two: Job 2',
  ]);
});

test('a cause shows only its jobs that the filters let through, and none without one; machines are counted likewise', () => {
  const causes = [listed('one', [a, b]), listed('gone', [c])];
  expect(shown([a], causes).causes).toEqual(['one: Job 1']);
  expect(causeGroups([a], causes, widestFirst).causes[0]).toMatchObject({ machines: 1, servers: 1 });
  expect(causeGroups([a, b], causes, widestFirst).causes[0]).toMatchObject({ machines: 2, servers: 1 });
});

test('a job whose reason says nothing is never joined with a cause or with another such job', () => {
  const silent = (key: string) => ({ family: 'says-nothing', key });
  const causes = [listed('x', [a], silent('x')), listed('y', [b], silent('y')), listed('full', [b, c])];
  const quiet = { ...d, cause: madeCause('z', { family: 'says-nothing' }) };
  expect(shown([a, b, c, quiet], causes)).toEqual({
    causes: ['full: Job 2, Job 3'],
    silent: 'Job 1, Job 4',
    unknown: '',
  });
});

test('a row that brings a cause which is not listed yet stands under it, with others that do', () => {
  const rows = [a, b, c].map((job) => ({ ...job, cause: madeCause('new') }));
  const { causes } = causeGroups(rows, [listed('old', [d]), listed('new', [a])], widestFirst);
  expect(causes.map(({ id, jobs, cause }) => [id, jobs.length, cause !== null])).toEqual([['new', 3, true]]);
  const ahead = causeGroups(rows, [], widestFirst).causes;
  expect(ahead).toMatchObject([{ id: 'new', title: 'Title of new', cause: null, machines: 3 }]);
});

test('one is tried first where its outcome is about the cause, and the least is done in vain', () => {
  const of = (job: JobRow, machinesFailed: number | null) => ({
    ...job,
    run: job.run && { ...job.run, machinesFailed },
  });
  const names = (jobs: readonly JobRow[]) => bestToTry(jobs, 'full').map(({ name }) => name);
  const own = [of(a, 3), of(b, null), of(c, 1), of(d, 1)].map((job) => ({ ...job, cause: madeCause('full') }));
  expect(names(own)).toEqual(['Job 3', 'Job 4', 'Job 1', 'Job 2']);
  expect(names([of(madeJob(5), 1), ...own.slice(0, 1)])).toEqual(['Job 1', 'Job 5']);
});
