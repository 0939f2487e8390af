import { expect, test } from 'vitest';
import { CARD_AGE_MS, createCards, LAST_RETRY_MS } from './cards.ts';
import { sampleRow, T0 } from './samples.ts';

test('a retry stays among the cards for an hour after its end, an open one as long as it is open', () => {
  let now = T0;
  const cards = createCards({ now: () => now });
  const ended = { id: 'ended', job_id: 'job-1', state: 'succeeded', ended_at: T0 } as const;
  const open = { id: 'open', job_id: 'job-2', state: 'requested' } as const;
  for (const change of [ended, open]) cards.put({ row: sampleRow(change), steps: [] });
  const shown = () => cards.list().map(({ taskId }) => taskId);
  now = T0 + CARD_AGE_MS;
  expect(shown()).toEqual(['open', 'ended']);
  now += 1;
  expect(shown()).toEqual(['open']);
  now += 100 * CARD_AGE_MS;
  expect(shown()).toEqual(['open']);
  expect(cards.openRetry('job-2')?.taskId).toBe('open');
});

test('the result of a job’s newest retry is shown for three days, also after a restart, and as the same value', () => {
  let now = T0;
  const clock = { now: () => now };
  const [live, restarted] = [createCards(clock), createCards(clock)];
  const first = { id: '1', job_id: 'job-1', state: 'failed', requested_at: T0, ended_at: T0, run_id: 'run' } as const;
  const newer = { id: '2', job_id: 'job-1', state: 'refused', requested_at: T0, ended_at: T0 + 1 } as const;
  const open = { id: '3', job_id: 'job-1', state: 'requested' } as const;
  for (const change of [newer, first, open]) live.put({ row: sampleRow(change), steps: [] });
  restarted.rememberRuns([newer, first, open].map((change) => sampleRow(change)));
  for (const cards of [live, restarted]) {
    now = T0;
    const last = cards.lastRetry('job-1');
    expect(last).toMatchObject({ taskId: '2', state: 'refused', endedAt: new Date(T0 + 1).toISOString(), runId: null });
    cards.put({ row: sampleRow(newer), steps: [] });
    expect(cards.lastRetry('job-1')).toBe(last);
    expect(cards.lastRetry('job-2')).toBeNull();
    now = T0 + LAST_RETRY_MS + 2;
    cards.list();
    expect(cards.lastRetry('job-1')).toBeNull();
  }
});

test('a run may be of a retry that ended without its run being known, as long as it began about then', () => {
  const lost = { id: 'lost', job_id: 'job-1', state: 'unconfirmed', sent_at: T0, ended_at: T0 + 120_000 } as const;
  const live = createCards({ now: () => T0 });
  live.put({ row: sampleRow(lost), steps: [] });
  const restarted = createCards({ now: () => T0 });
  restarted.rememberRuns([sampleRow(lost)]);
  for (const cards of [live, restarted]) {
    const mayBe = (createdAt: number, jobId = 'job-1') => cards.mayBeOwnRun({ id: 'run', createdAt }, jobId);
    expect(mayBe(T0 + 60_000)).toBe(true);
    expect(mayBe(T0 - 3_600_000)).toBe(false);
    expect(mayBe(T0 + 24 * 3_600_000)).toBe(false);
    expect(mayBe(T0 + 60_000, 'job-2')).toBe(false);
  }
});

test('of a retry whose run is known, or that was never sent, no other run may be', () => {
  const cards = createCards({ now: () => T0 });
  const known = { id: 'known', job_id: 'job-1', state: 'unconfirmed', sent_at: T0, run_id: 'own' } as const;
  const unsent = { id: 'unsent', job_id: 'job-1', state: 'unconfirmed', sent_at: null } as const;
  for (const change of [known, unsent]) cards.put({ row: sampleRow(change), steps: [] });
  const mayBe = (id: string) => cards.mayBeOwnRun({ id, createdAt: T0 }, 'job-1');
  expect([mayBe('own'), mayBe('other')]).toEqual([true, false]);
});
