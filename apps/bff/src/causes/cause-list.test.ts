import { causeOf } from '@retry-desk/failure-causes';
import { expect, test } from 'vitest';
import { toRecord } from '#mirror/run-record.ts';
import { DAY, guid, HOUR, NOON, sampleRun } from '../../tests/board-samples.ts';
import { type CauseFacts, listCauses } from './cause-list.ts';
import type { FailingJob } from './failing-jobs.ts';

const full = causeOf('There is not enough space on the disk.');
const odd = causeOf('Nobody has met this one');
const iso = (at: number) => new Date(at).toISOString();

function job(number: number, endedAt: number, failedFor: FailingJob['failedFor'], server: string | null): FailingJob {
  const runId = guid(100 + number);
  const run = toRecord(sampleRun({ id: runId, createdAt: endedAt - HOUR, endedAt, result: 'failed' }));
  return { jobId: guid(number), runId, run, server, failedFor };
}

/** Facts of causes without a past and without automatic retries; the evidence is the moment that was given. */
const facts: CauseFacts = {
  veeamRetriesAt: () => null,
  pastOf: () => ({ firstAt: null, lastAt: null, tried: 0, helped: 0 }),
  shownOf: ({ key, title, family }) => ({
    key,
    title,
    family,
    adviceAt: (at) => ({ kind: at === null ? 'unknown' : 'wait', evidence: at === null ? [] : [at] }),
  }),
  knownOf: ({ known }) => known,
};

const failing = [
  job(1, NOON - DAY, [{ cause: full, machines: ['b', 'a'] }], 'srv-2'),
  job(2, NOON, [{ cause: full, machines: ['b'] }], 'srv-1'),
  job(3, NOON, [{ cause: odd, machines: ['c'] }], null),
];

test('a cause lists its jobs, machines and servers once each, and when runs failed for it first and last', () => {
  const { made, until } = listCauses(failing, facts);
  expect(made.map(({ key }) => key)).toEqual([full.key, odd.key]);
  expect(made[0]).toMatchObject({
    jobs: [guid(1), guid(2)],
    machines: ['a', 'b'],
    servers: ['srv-1', 'srv-2'],
    firstSeenAt: iso(NOON - DAY),
    lastSeenAt: iso(NOON),
    retries: { tried: 0, helped: 0 },
    known: { id: full.key },
  });
  expect(made[1]).toMatchObject({ servers: [], known: null, advice: { kind: 'unknown' } });
  expect(until).toBe(Number.POSITIVE_INFINITY);
});

test('the past of a cause reaches further than the runs of now', () => {
  const past = { firstAt: NOON - 9 * DAY, lastAt: NOON - 5 * DAY, tried: 7, helped: 2 };
  const [first] = listCauses(failing, { ...facts, pastOf: () => past }).made;
  expect(first).toMatchObject({
    firstSeenAt: iso(NOON - 9 * DAY),
    lastSeenAt: iso(NOON),
    retries: { tried: 7, helped: 2 },
  });
});

test('a cause waits for Veeam while it will retry all of its jobs, until the last of them; the list is true until the first', () => {
  const at = new Map([
    [guid(1), NOON + HOUR],
    [guid(2), NOON + 2 * HOUR],
  ]);
  const { made, until } = listCauses(failing, { ...facts, veeamRetriesAt: (id) => at.get(id) ?? null });
  expect(made.map(({ advice }) => advice)).toEqual([
    { kind: 'wait', evidence: [iso(NOON + 2 * HOUR)] },
    { kind: 'unknown', evidence: [] },
  ]);
  expect(until).toBe(NOON + HOUR);
  at.delete(guid(1));
  expect(listCauses(failing, { ...facts, veeamRetriesAt: (id) => at.get(id) ?? null }).made[0]?.advice.kind).toBe(
    'unknown',
  );
});

test('of causes with as many machines the one with more jobs comes first', () => {
  const two = [
    job(1, NOON, [{ cause: odd, machines: ['a', 'b'] }], null),
    job(2, NOON, [{ cause: full, machines: ['a'] }], null),
    job(3, NOON, [{ cause: full, machines: ['b'] }], null),
  ];
  expect(listCauses(two, facts).made.map(({ key }) => key)).toEqual([full.key, odd.key]);
});
