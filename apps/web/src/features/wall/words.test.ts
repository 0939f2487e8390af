import { expect, test } from 'vitest';
import { wallWords } from './words.ts';

test('a job with an unknown result is not counted as one that failed without a word', () => {
  expect(wallWords.failed(0, 0)).toBe('No job failed');
  expect([wallWords.failed(1, 0), wallWords.failed(3, 0)]).toEqual(['job failed', 'jobs failed']);
  expect([wallWords.failed(1, 1), wallWords.failed(2, 2)]).toEqual([
    'job with unknown result',
    'jobs with unknown result',
  ]);
  expect(wallWords.failed(3, 1)).toBe('jobs failed or unknown');
});
