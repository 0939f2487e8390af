import { expect, test } from 'vitest';
import { playwrightTally, vitestFailures, vitestTally } from '../src/tally.ts';

test('a skipped unit test counts as failed', () => {
  expect(vitestTally('{"numPassedTests":3,"numTotalTests":5,"numPendingTests":1}')).toEqual({ passed: 3, failed: 2 });
});

test('what failed is named with its error, a file that did not load as well', () => {
  const assertionResults = [
    { status: 'passed', fullName: 'holds' },
    { status: 'failed', fullName: 'breaks', failureMessages: ['expected 1 to be 2', 'and more'] },
    { status: 'pending', fullName: 'was skipped' },
  ];
  const testResults = [
    { name: 'a.test.ts', status: 'failed', assertionResults },
    { name: 'b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
    { name: 'c.test.ts', status: 'passed', assertionResults: [] },
  ];
  expect(vitestFailures(JSON.stringify({ testResults }))).toEqual([
    'a.test.ts > breaks\nexpected 1 to be 2',
    'a.test.ts > was skipped\n',
    'b.test.ts\nno such module',
  ]);
});

test('flaky and skipped end-to-end tests and errors outside tests count as failed', () => {
  const report = { stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 1 }, errors: [{}] };
  expect(playwrightTally(JSON.stringify(report))).toEqual({ passed: 7, failed: 4 });
});
