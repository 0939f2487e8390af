/** How many tests of a run passed and failed. */
export type Tally = { passed: number; failed: number };

/** Reads vitest's JSON report. Skipped tests count as failed: nothing in this project is skipped. */
export function vitestTally(json: string): Tally {
  const report: { numPassedTests: number; numTotalTests: number } = JSON.parse(json);
  return { passed: report.numPassedTests, failed: report.numTotalTests - report.numPassedTests };
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
