import type { HandOver, JobRow } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { createTurns } from '#store/turns.ts';
import { shiftCsv } from './shift-csv.ts';
import { shiftText } from './shift-text.ts';

const jobId = '78c3919c-54d7-43fe-b047-485d3566f11f';
const empty: HandOver = {
  since: '2026-11-29T18:00:00.000Z',
  until: '2026-11-30T08:00:00.000Z',
  lastVisitAt: null,
  jobs: 3,
  em: {
    state: 'ok',
    since: '2026-11-01T00:00:00.000Z',
    lastGoodAt: '2026-11-30T08:00:00.000Z',
    message: null,
    newestEventAt: null,
  },
  failed: { jobs: 0, runs: 0 },
  repaired: [],
  repairedInAll: 0,
  retries: [],
  retriesInAll: 0,
  attention: [],
  attentionInAll: 0,
  knownInAll: 0,
  acknowledgements: [],
  acknowledgementsInAll: 0,
  outages: [],
  trend: [],
};
const row: JobRow = {
  id: jobId,
  name: 'Oracle',
  platform: 'linux',
  backupServer: null,
  state: 'idle',
  run: {
    id: jobId,
    startedAt: '2026-11-27T01:00:00.000Z',
    endedAt: '2026-11-27T01:30:00.000Z',
    result: 'success',
    progress: 100,
    machinesFailed: 0,
    machinesTotal: 1,
  },
  reasons: [],
  attention: 'overdue',
  overdue: { expectedAt: '2026-11-28T01:00:00.000Z', basis: 'next-run', neverRan: true },
  streak: 0,
  lastSuccessAt: null,
  nextRunAt: null,
  autoRetryAt: null,
  openRetry: null,
  strip: '',
};
const failed: JobRow = {
  ...row,
  name: 'Mail',
  attention: 'failed',
  overdue: undefined,
  state: 'failed',
  streak: 2,
  readSince: '2026-11-30T00:00:00.000Z',
  reasons: [{ machine: 'm1', text: 'The network path was not found' }],
};

async function csvOf(shift: HandOver): Promise<string[][]> {
  const { body } = shiftCsv('csv', shift, { now: Date.parse(shift.until), exports: createTurns() });
  const pieces = [];
  for await (const piece of body) pieces.push(piece);
  const lines = pieces.join('').split('\r\n');
  return lines.map((line) => line.split(','));
}

test('a hand-over without a job that needs somebody names why it may not be the whole truth, as text and as a table', async () => {
  expect(shiftText(empty, 'UTC')).toMatch(/^Retry Desk hand-over.*\nFailed in this time: 0 jobs, 0 runs\n\n/);
  const em: HandOver['em'] = {
    ...empty.em,
    silentSince: '2026-11-24T01:00:00.000Z',
    readSince: '2026-11-30T00:00:00.000Z',
  };
  const doubtful = { ...empty, em };
  const text = shiftText(doubtful, 'UTC');
  expect(text).toContain('Failed in this time: at least 0 jobs, 0 runs');
  expect(text).toContain('Repaired themselves: at least 0');
  expect(text).toContain('Enterprise Manager lists no new run since 24 Nov 01:00: later ones may be missing');
  expect(text).toContain('Runs before 30 Nov 00:00 have not been read yet');
  const down: HandOver = { ...empty, em: { ...empty.em, state: 'degraded' } };
  expect((await csvOf(down)).map(([part]) => part)).toEqual(['part', 'doubt', '']);
  expect((await csvOf(doubtful)).map(([part]) => part)).toEqual(['part', 'doubt', 'doubt', '']);
});

test('a failed job of which older runs have still to be read failed that often or more', () => {
  expect(shiftText({ ...empty, attention: [failed] }, 'UTC')).toMatch(/^- Mail: failed 2× or more: The network path/m);
});

test('a foreign name, note or reason turns nothing beside it around, and is one line of the text; the table has it as it is', async () => {
  const turned = 'Pay\u2069\u202eroll';
  const known = { id: jobId, by: 'TECH\\anna', note: `Disks\u0085\u202e`, ticket: '\u202e1', ticketUrl: null };
  const shift: HandOver = {
    ...empty,
    attention: [
      { ...failed, name: turned, reasons: [{ machine: 'm1', text: '\u05e9\u05d2\u05d9\u05d0\u05d4' }] },
      { ...failed, acknowledged: { ...known, until: 'next-success', at: empty.since } },
    ],
  };
  const text = shiftText(shift, 'UTC');
  expect(text).toContain(
    '\n- \u2068Pay\u202eroll\u2069: failed 2× or more: \u2068\u05e9\u05d2\u05d9\u05d0\u05d4\u2069\n',
  );
  expect(text).toContain('TECH\\anna: \u2068Disks \u202e\u2069 (\u2068\u202e1\u2069)\n');
  expect(await csvOf(shift)).toContainEqual(expect.arrayContaining(['attention', turned]));
});

test('a moment of another year has its year', () => {
  const long = { ...failed, lastSuccessAt: '2025-12-03T01:00:00.000Z' };
  expect(shiftText({ ...empty, attention: [long] }, 'UTC')).toContain('last success 03 Dec 2025 01:00');
  expect(shiftText(empty, 'UTC')).toContain('29 Nov 18:00 to 30 Nov 08:00');
});

test('a line of the table begins when the trouble began, has its reason, and an open retry has no end', async () => {
  const retry: HandOver['retries'][number] = {
    taskId: '019ad2a0-0000-7000-8000-000000000000',
    jobId,
    jobName: 'Mail',
    operation: 'RetryAgentJob',
    state: 'running',
    requestedBy: 'TECH\\anna',
    requestedFrom: null,
    requestedAt: '2026-11-30T07:00:00.000Z',
    note: null,
    attempt: 1,
    em: null,
    run: null,
    steps: [{ state: 'requested', at: '2026-11-30T07:00:00.000Z', evidence: null }],
  };
  const ended: typeof retry = {
    ...retry,
    state: 'refused',
    steps: [{ state: 'refused', at: '2026-11-30T07:01:00.000Z', evidence: null }],
  };
  const [head = [], late = [], mail = [], open = [], refused = [], rest = []] = await csvOf({
    ...empty,
    attention: [row, failed],
    retries: [retry, ended],
    retriesInAll: 234,
  });
  const cells = (line: string[], names: string[]) => names.map((name) => line[head.indexOf(name)]);
  expect(cells(late, ['job', 'from'])).toEqual(['Oracle', '2026-11-28T01:00:00.000Z']);
  expect(cells(mail, ['job', 'why', 'from'])).toEqual([
    'Mail',
    'The network path was not found',
    '2026-11-27T01:30:00.000Z',
  ]);
  expect(cells(open, ['what', 'until'])).toEqual(['running', '']);
  expect(cells(refused, ['what', 'until'])).toEqual(['refused', '2026-11-30T07:01:00.000Z']);
  expect(cells(rest, ['part', 'what'])).toEqual(['retry', 'and 232 more']);
});
