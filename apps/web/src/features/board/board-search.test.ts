import { expect, test } from 'vitest';
import { madeCause, madeJob } from '#lib/test-rows.ts';
import {
  type BoardFilter,
  isByCause,
  isNarrowed,
  matchingRows,
  nextSort,
  readFilter,
  sortedRows,
  writeFilter,
} from './board-search.ts';

const usual = readFilter(new URLSearchParams());

function names(jobs: Parameters<typeof sortedRows>[0], change: Partial<BoardFilter>): string[] {
  const filter = { ...usual, ...change };
  return matchingRows(sortedRows(jobs, filter.sort), filter, (job) => job.streak > 1).map((job) => job.name);
}

test('an empty address is all that need attention, most urgent first, and is written as nothing', () => {
  expect(usual).toMatchObject({ state: 'attention', q: '', minStreak: 0, sort: { key: 'urgency', descending: true } });
  expect(writeFilter(usual)).toEqual({});
  expect(isNarrowed(usual)).toBe(false);
});

test('a filter comes back from its own address', () => {
  const filter: BoardFilter = {
    state: 'all',
    by: 'cause',
    q: 'R&D "x"',
    server: 'srv12',
    platform: 'windows',
    minStreak: 2,
    tried: 'not',
    known: 'no',
    sort: { key: 'job', descending: true },
  };
  expect(readFilter(new URLSearchParams(Object.entries(writeFilter(filter))))).toEqual(filter);
});

test('rows are causes where the address or the last choice in this browser wants it, and only for failed jobs', () => {
  const by = (address: string, chosen: BoardFilter['by']) =>
    isByCause(readFilter(new URLSearchParams(address), chosen));
  expect([by('by=cause', 'job'), by('', 'cause'), by('q=x', 'cause')]).toEqual([true, true, true]);
  expect([by('', 'job'), by('by=x', 'job'), by('by=cause&state=all', 'cause')]).toEqual([false, false, false]);
});

test.each(['state=x&sort=-nonsense&platform=solaris&streak=-1', 'streak=1.5&sort=&state=&tried=yes'])(
  'an unknown value in an address (%s) counts as absent',
  (text) => {
    expect(readFilter(new URLSearchParams(text))).toEqual(usual);
  },
);

test('search covers job, server, machines, reasons and the title of the cause, and needs every word', () => {
  const jobs = [
    madeJob(3, { name: 'Files', cause: madeCause('nas', { title: 'A share cannot be reached' }) }),
    madeJob(1, { name: 'Oracle Backup', reasons: [{ machine: 'ora01', text: 'Port 6184 refused' }] }),
    madeJob(2, { name: 'HR', backupServer: 'vbr-muc' }),
  ];
  expect(names(jobs, { q: 'ORA01' })).toEqual(['Oracle Backup']);
  expect(names(jobs, { q: ' 6184  oracle ' })).toEqual(['Oracle Backup']);
  expect(names(jobs, { q: 'muc' })).toEqual(['HR']);
  expect(names(jobs, { q: 'share cannot files' })).toEqual(['Files']);
  expect(names(jobs, { q: 'oracle muc' })).toEqual([]);
});

test('server, platform and streak narrow together', () => {
  const jobs = [
    madeJob(1, { streak: 3 }),
    madeJob(2, { streak: 3, platform: 'windows' }),
    madeJob(3, { streak: 3, backupServer: 'other' }),
    madeJob(4),
  ];
  expect(names(jobs, { server: 'srv12.tech.local', platform: 'linux', minStreak: 2 })).toEqual(['Job 1']);
});

test('jobs retried today, and those not yet retried', () => {
  const jobs = [madeJob(1, { streak: 2 }), madeJob(2)];
  expect(names(jobs, { tried: 'today' })).toEqual(['Job 1']);
  expect(names(jobs, { tried: 'not' })).toEqual(['Job 2']);
  expect(names(jobs, { tried: '' })).toHaveLength(2);
  expect(isNarrowed({ ...usual, tried: 'not' })).toBe(true);
});

test('the newest failure stands first, equal ones by name in the order people count', () => {
  const late = madeJob(3);
  const jobs = [
    madeJob(10),
    madeJob(2),
    { ...late, run: late.run && { ...late.run, endedAt: '2026-11-23T05:00:00.000Z' } },
  ];
  expect(names(jobs, { sort: { key: 'failed', descending: true } })).toEqual(['Job 3', 'Job 2', 'Job 10']);
  expect(names(jobs, {})).toEqual(['Job 3', 'Job 2', 'Job 10']);
});

test('the most urgent stands first, as on the wall: streak, then longest without a backup, then newest failure', () => {
  const jobs = [
    madeJob(1, { lastSuccessAt: '2026-11-22T04:00:00.000Z' }),
    madeJob(2, { streak: 3, lastSuccessAt: '2026-11-22T04:00:00.000Z' }),
    madeJob(3, { streak: 3, lastSuccessAt: '2026-11-02T04:00:00.000Z' }),
    madeJob(4),
  ];
  const usualOrder = names(jobs, {});
  expect(usualOrder).toEqual(['Job 3', 'Job 2', 'Job 4', 'Job 1']);
  expect(names(jobs, { sort: { key: 'urgency', descending: false } })[0]).toBe('Job 1');
  expect(writeFilter({ ...usual, sort: { key: 'failed', descending: true } })).toEqual({ sort: '-failed' });
});

test('a job that never succeeded is the longest without success', () => {
  const jobs = [madeJob(1, { lastSuccessAt: '2026-11-20T04:00:00.000Z' }), madeJob(2)];
  expect(names(jobs, { sort: { key: 'success', descending: false } })).toEqual(['Job 2', 'Job 1']);
});

test('a column pressed again turns round', () => {
  const once = nextSort(usual.sort, 'streak');
  expect(once).toEqual({ key: 'streak', descending: true });
  expect(nextSort(once, 'streak')).toEqual({ key: 'streak', descending: false });
  expect(nextSort(once, 'job')).toEqual({ key: 'job', descending: false });
});
