import { expect, test } from 'vitest';
import { dailyResultsText } from './daily-results.tsx';

test('daily results are shown in numbers to those who do not see it', () => {
  expect(dailyResultsText('SSWNFR')).toBe(
    'Last 30 days: 2 days backed up, 1 with warnings, 1 failed, 1 without a run, running now',
  );
  expect(dailyResultsText('UUS')).toBe('Last 30 days: 1 day backed up, 2 not read yet');
  expect(dailyResultsText('S')).toBe('Last 30 days: 1 day backed up');
});
