import { expect, test } from 'vitest';
import { stripText } from './strip.tsx';

test('a strip is told in numbers to those who do not see it', () => {
  expect(stripText('SSWNFR')).toBe(
    'Last 30 days: 2 days backed up, 1 with warnings, 1 failed, 1 without a run, running now',
  );
  expect(stripText('UUS')).toBe('Last 30 days: 1 day backed up, 2 not read yet');
  expect(stripText('S')).toBe('Last 30 days: 1 day backed up');
});
