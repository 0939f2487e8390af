import { expect, test } from 'vitest';
import { CARD_AGE_MS, createCards } from './cards.ts';
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
