import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { firstLines, playwrightFailures, playwrightTally, vitestFailures, vitestTally } from '../src/tally.ts';

test('a skipped unit test counts as failed', () => {
  expect(vitestTally('{"numPassedTests":3,"numTotalTests":5,"numPendingTests":1}')).toEqual({ passed: 3, failed: 2 });
});

test('a failed test is named with its error, a file that did not load as well', () => {
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
    { test: 'a.test.ts > breaks', detail: 'expected 1 to be 2' },
    { test: 'a.test.ts > was skipped', detail: '' },
    { test: 'b.test.ts', detail: 'no such module' },
  ]);
});

test('flaky and skipped end-to-end tests and errors outside tests count as failed', () => {
  const report = { stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 1 }, errors: [{}] };
  expect(playwrightTally(JSON.stringify(report))).toEqual({ passed: 7, failed: 4 });
});

test('an end-to-end test that failed is named with its error and what its page showed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'retry-desk-tally-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'error-context.md');
  writeFileSync(path, '# Page\n\n```yaml\n- button "Hello"\n```\n\n# Source\n\n```ts\n1 | a\n```\n');
  const attachments = [
    { name: 'screenshot', path: '/none.png' },
    { name: 'error-context', path },
  ];
  const failed = { status: 'failed', errors: [{ message: '\u001b[31mnot visible\u001b[39m' }], attachments };
  const passed = { status: 'passed', errors: [], attachments: [] };
  const spec = (title: string, result: unknown) => ({ title, file: 'a.spec.ts', tests: [{ results: [result] }] });
  const inner = { specs: [spec('breaks', failed)] };
  const report = { suites: [{ specs: [spec('holds', passed)], suites: [inner] }] };
  const outside = [{ message: 'no tests found' }];
  expect(playwrightFailures(JSON.stringify({ ...report, errors: outside }))).toEqual([
    { test: 'a.spec.ts > breaks', detail: 'not visible\n- button "Hello"\n' },
    { test: 'outside the tests', detail: 'no tests found' },
  ]);
});

test('the end of a log has a line for each failure', () => {
  expect(firstLines('\u001b[31mnot visible\u001b[39m\n\n  Expected: 1\n')).toBe('not visible Expected: 1');
  expect(firstLines('x'.repeat(5000))).toHaveLength(300);
});
