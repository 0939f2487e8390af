import { existsSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/** How many tests of a run passed and failed. */
export type Tally = { passed: number; failed: number };

/** Reads vitest's JSON report. Skipped tests count as failed: nothing in this project is skipped. */
export function vitestTally(json: string): Tally {
  const report: { numPassedTests: number; numTotalTests: number } = JSON.parse(json);
  return { passed: report.numPassedTests, failed: report.numTotalTests - report.numPassedTests };
}

/** A test that did not pass, and all that is known of why. */
export type Failure = { test: string; detail: string };

/** A failure in one line: its first 300 characters without colours, line breaks and indents. */
export function firstLines(detail: string): string {
  return stripVTControlCharacters(detail).replace(/\s+/g, ' ').trim().slice(0, 300);
}

/** The tests of vitest's JSON report that did not pass, each with its first error; a file that did not load is one. */
export function vitestFailures(json: string): Failure[] {
  type Test = { status: string; fullName: string; failureMessages?: string[] };
  type File = { name: string; status: string; message?: string; assertionResults: Test[] };
  const report: { testResults: File[] } = JSON.parse(json);
  return report.testResults.flatMap((file) => {
    if (file.status !== 'passed' && file.assertionResults.length === 0)
      return [{ test: file.name, detail: file.message ?? '' }];
    return file.assertionResults
      .filter(({ status }) => status !== 'passed')
      .map(({ fullName, failureMessages }) => ({
        test: `${file.name} > ${fullName}`,
        detail: failureMessages?.[0] ?? '',
      }));
  });
}

/** Reads Playwright's JSON report. A test that passed only when tried again, or was skipped, counts as failed. */
export function playwrightTally(json: string): Tally {
  const report: {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
    errors?: unknown[];
  } = JSON.parse(json);
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky + skipped + (report.errors?.length ?? 0) };
}

type Result = { status: string; errors: { message?: string }[]; attachments: { name: string; path?: string }[] };
type Spec = { title: string; file: string; tests: { results: Result[] }[] };
type Suite = { specs: Spec[]; suites?: Suite[] };

/** All that did not pass in Playwright's JSON report: tests with their first error and what their pages showed, errors outside. */
export function playwrightFailures(json: string): Failure[] {
  const report: { suites: Suite[]; errors?: { message?: string }[] } = JSON.parse(json);
  const specsOf = ({ specs, suites = [] }: Suite): Spec[] => [...specs, ...suites.flatMap(specsOf)];
  const outside = (report.errors ?? []).map(({ message = '' }) => ({ test: 'outside the tests', detail: message }));
  const inTests = report.suites.flatMap(specsOf).flatMap(({ title, file, tests }) =>
    tests
      .flatMap(({ results }) => results)
      .filter(({ status }) => status !== 'passed')
      .map(({ errors, attachments }) => {
        const pages = attachments
          .filter(({ name, path }) => name === 'error-context' && path !== undefined && existsSync(path))
          .flatMap(({ path = '' }) => /^```yaml\n(.*?)^```$/ms.exec(readFileSync(path, 'utf8'))?.[1] ?? []);
        const detail = [stripVTControlCharacters(errors[0]?.message ?? ''), ...pages].join('\n');
        return { test: `${file} > ${title}`, detail };
      }),
  );
  return [...inTests, ...outside];
}
