import { expect, test } from 'vitest';
import { type Announcement, type EndedMember, emptyGroup, type Member } from './groups.ts';
import { wordsOfEm, wordsOfJobs, wordsOfMoreCauses, wordsOfRetry } from './subjects.ts';

const since = Date.parse('2026-03-01T06:00:00Z');
const member = (name: string): Member => ({ key: 'k', jobId: name, name, runId: null, since });
const ended = (name: string, kind: EndedMember['end']['kind']): EndedMember => ({
  ...member(name),
  end: { kind, runId: null, at: since },
});

function announcement(more: Partial<Announcement>): Announcement {
  const { event, key, shared } = emptyGroup(
    { event: 'failed', key: 'k', shared: { cause: null, server: null }, since },
    since,
  );
  const none = { members: [], acknowledged: 0, ended: [], before: 0 };
  return { event, key, shared, status: 'firing', number: 1, since, ...none, ...more };
}

const nas = 'repository NAS 01 cannot be reached';

test.each([
  [{ members: ['a', 'b'].map(member) }, '2 jobs failed: repository NAS 01 cannot be reached', []],
  [{ members: [member('Mail')] }, '1 job failed: repository NAS 01 cannot be reached (Mail)', []],
  [
    { members: ['a', 'b', 'c'].map(member), before: 7, ended: [ended('d', 'recovered')] },
    '3 jobs failed: repository NAS 01 cannot be reached',
    ['The last notice named 7 jobs.', '1 job backed up since.'],
  ],
  [
    { members: ['a', 'b'].map(member), before: 2, acknowledged: 3 },
    '2 jobs failed: repository NAS 01 cannot be reached',
    ['3 acknowledged jobs are not counted.'],
  ],
  [
    { status: 'resolved' as const, ended: [ended('a', 'recovered')], acknowledged: 1 },
    'recovered: repository NAS 01 cannot be reached (1 job)',
    ['1 job backed up since.', '1 acknowledged job is not counted.'],
  ],
  [
    { status: 'resolved' as const, ended: [ended('a', 'recovered'), ended('b', 'another-cause')] },
    'closed: repository NAS 01 cannot be reached (1 of 2 jobs recovered)',
    ['1 job backed up since.', '1 job has another cause, or another backup server, now.'],
  ],
  [
    { status: 'resolved' as const, ended: [ended('a', 'not-listed')] },
    'closed: repository NAS 01 cannot be reached (1 job)',
    ['Enterprise Manager lists 1 job, or its run, no more.'],
  ],
  [
    { status: 'resolved' as const, ended: [ended('a', 'recovered'), ended('b', 'recovered')] },
    'recovered: repository NAS 01 cannot be reached (2 jobs)',
    ['2 jobs backed up since.'],
  ],
])('of failures %j', (given, subject, lines) => {
  expect(wordsOfJobs('failed', announcement(given), nas)).toEqual({ subject, lines });
});

test('of jobs that are overdue or hang the backup server is named', () => {
  expect(wordsOfJobs('overdue', announcement({ members: ['a', 'b'].map(member) }), 'srv12').subject).toBe(
    '2 jobs did not run when expected: srv12',
  );
  expect(wordsOfJobs('hung', announcement({ members: [member('Mail')] }), 'srv12').subject).toBe(
    '1 job hangs: srv12 (Mail)',
  );
});

test('a run that only started or ended is not called a recovery: it may have failed', () => {
  for (const kind of ['started', 'run-ended', 'withdrawn'] as const)
    expect(wordsOfJobs('hung', announcement({ status: 'resolved', ended: [ended('a', kind)] }), 'srv12').subject).toBe(
      'closed: srv12 (1 job)',
    );
});

test('of more causes than are announced one by one', () => {
  const members = ['a', 'b', 'c'].map((name, at) => ({ ...member(name), key: at === 0 ? 'x' : 'y' }));
  expect(wordsOfMoreCauses(announcement({ members })).subject).toBe('and 2 more causes: 3 jobs failed');
});

test('of Enterprise Manager', () => {
  expect(wordsOfEm(announcement({ event: 'unreachable' }), 'The host refuses connections.')).toEqual({
    subject: 'Enterprise Manager has not responded since 2026-03-01T06:00:00.000Z',
    lines: ['The host refuses connections.', 'Nothing is known of any job from then on.'],
  });
  expect(wordsOfEm(announcement({ event: 'unreachable', status: 'resolved' }), null).subject).toMatch(/^recovered: /);
  expect(wordsOfEm(announcement({ event: 'silent' }), null).subject).toMatch(/listed nothing new since/);
});

test('a retry that succeeded was backed up, and nothing else is called so', () => {
  expect(wordsOfRetry('Mail', 'succeeded', 'TECH\\anna')).toEqual({
    subject: 'Retry of Mail: backed up',
    lines: ['Requested by TECH\\anna.'],
  });
  for (const state of ['failed', 'refused', 'unconfirmed', 'stopped'] as const)
    expect(wordsOfRetry('Mail', state, 'x').subject).not.toContain('backed up');
});
