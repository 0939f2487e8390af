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
