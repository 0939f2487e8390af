import { expect, test } from 'vitest';
import { causeFacts } from './cause-facts.ts';

test('a cause of a job names its machines and how often the job failed for it, as far as that is known', () => {
  const machines = ['fs01', 'fs02'];
  expect(causeFacts({ machines, timesInMonth: 4 })).toBe(
    '2 machines: fs01, fs02 · failed for this cause at least 4 times in 30 days on this job',
  );
  expect(causeFacts({ machines, timesInMonth: 1 })).toContain('for this cause at least once in 30 days');
  expect(causeFacts({ machines: ['fs01'], timesInMonth: null })).toBe('1 machine: fs01');
  expect(causeFacts({ machines: [], timesInMonth: 0 })).toBe('0 machines');
});

test('of many machines the first are named and the rest is counted', () => {
  const machines = Array.from({ length: 15 }, (_, n) => `m${n}`);
  expect(causeFacts({ machines, timesInMonth: null })).toMatch(/^15 machines: m0, .*, m11 \+3$/);
});
