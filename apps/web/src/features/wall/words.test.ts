import { expect, test } from 'vitest';
import { wallWords } from './words.ts';

const counts = { failed: 3, retrying: 0, running: 0, recoveredToday: 0, jobs: 9 };
const needing = (count: number, unknown: number) => wallWords.needing(count, counts, unknown);

test('a job with an unknown result is not counted as one that failed without a word', () => {
  expect(needing(0, 0)).toBe('No job failed');
  expect([needing(1, 0), needing(3, 0)]).toEqual(['job failed', 'jobs failed']);
  expect([needing(1, 1), needing(2, 2)]).toEqual(['job with unknown result', 'jobs with unknown result']);
  expect(needing(3, 1)).toBe('jobs failed or unknown');
});
