let passed = 0;
let failed = 0;

/** One step of a trial, reported with what it found out and how long it took; a failed one hides none that follows. */
export async function step(title: string, take: () => Promise<string> | string): Promise<void> {
  const begun = performance.now();
  try {
    console.log(`ok      ${title}: ${await take()} (${seconds(begun)})`);
    passed += 1;
  } catch (error) {
    console.log(`FAILED  ${title}\n${error instanceof Error ? error.message : String(error)}`);
    failed += 1;
  }
}

/** The time since a moment of `performance.now()`, in words. */
export function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

/** @throws Error that names what is not so */
export function check(fact: boolean, what: string): void {
  if (!fact) throw new Error(`not so: ${what}`);
}

/** The closing line, and the exit code by it. */
export function closeSteps(): void {
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
