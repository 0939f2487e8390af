import { expect, test } from 'vitest';
import { playwrightTally, vitestTally } from '../src/tally.ts';

test('a skipped unit test counts as failed', () => {
  expect(vitestTally('{"numPassedTests":3,"numTotalTests":5,"numPendingTests":1}')).toEqual({ passed: 3, failed: 2 });
});

test('flaky and skipped end-to-end tests and errors outside tests count as failed', () => {
  const report = { stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 1 }, errors: [{}] };
  expect(playwrightTally(JSON.stringify(report))).toEqual({ passed: 7, failed: 4 });
});
