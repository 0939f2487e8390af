/**
 * `pnpm verify` and, with `--with-e2e`, `pnpm test`: every check in turn, none hidden by an earlier failure, and one
 * closing line that adds them up. A static check counts as one. `--as-root` is what differs for root, and nothing else.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './repository.ts';
import {
  type Failure,
  firstLines,
  playwrightFailures,
  playwrightTally,
  type Tally,
  vitestFailures,
  vitestTally,
} from './tally.ts';
import { whyNoServers } from './this-machine.ts';

type Step = {
  title: string;
  command: string;
  args: string[];
  env?: Record<string, string>;
  /** It starts servers on this machine. */
  serves?: true;
  report?: () => Tally;
};

const scratch = mkdtempSync(join(tmpdir(), 'retry-desk-checks-'));
const unitReport = join(scratch, 'unit.json');
const e2eReport = join(scratch, 'e2e.json');

/** Failures, some of them early in a long log; printed once more at its end. */
const failures: Failure[] = [];

function script(name: string): Step {
  return { title: name, command: 'pnpm', args: ['run', name] };
}

function vitest(title: string, ...filters: string[]): Step {
  const config = ['run', '--config', 'packages/checks/vitest.config.ts'];
  const report = ['--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`];
  return {
    title,
    command: 'vitest',
    args: [...config, ...report, ...filters],
    serves: true,
    report: () => {
      const json = readFileSync(unitReport, 'utf8');
      failures.push(...vitestFailures(json));
      return vitestTally(json);
    },
  };
}

/** Root alone can mount a full file system; PostgreSQL runs as another user; nginx gives up its rights. */
const asRoot = [vitest('tests that differ for root', 'store-away', 'retries-store', 'reverse-proxies')];

const always: Step[] = [
  script('types'),
  script('lint'),
  script('format:check'),
  script('knip'),
  { title: 'servers for tests', command: 'node', args: ['packages/checks/src/ensure-servers.ts'] },
  vitest('unit and integration tests'),
];

const steps = process.argv.includes('--as-root') ? asRoot : always;
if (process.argv.includes('--with-e2e')) {
  steps.push(script('build'), {
    title: 'end-to-end tests',
    command: 'pnpm',
    args: ['run', 'e2e'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: e2eReport },
    serves: true,
    report: () => {
      const json = readFileSync(e2eReport, 'utf8');
      failures.push(...playwrightFailures(json));
      return playwrightTally(json);
    },
  });
}

const noServers = await whyNoServers();

function runStep(step: Step): Tally {
  console.log(`\n== ${step.title}`);
  if (step.serves && noServers !== null) {
    console.error(noServers);
    return { passed: 0, failed: 1 };
  }
  const { status } = spawnSync(step.command, step.args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...step.env },
  });
  const own: Tally = status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  if (!step.report) return own;
  try {
    const tally = step.report();
    // A runner that failed without a failed test (a crash, an unhandled error) still counts as a failure.
    return status !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
  } catch (error) {
    console.error(`${step.title}: no report could be read: ${String(error)}`);
    return { passed: 0, failed: 1 };
  }
}

const results = steps.map((step) => ({ title: step.title, tally: runStep(step) }));
rmSync(scratch, { recursive: true, force: true });
for (const { test, detail } of failures) console.log(`\n${test}\n${detail}`);
console.log('');
for (const { title, tally } of results) console.log(`${tally.failed === 0 ? 'ok    ' : 'FAILED'}  ${title}`);
// Last, a line or two each, for readers of the end of a log.
for (const { test, detail } of failures) console.log(`FAILED  ${test}: ${firstLines(detail)}`);
const passed = results.reduce((sum, { tally }) => sum + tally.passed, 0);
const failed = results.reduce((sum, { tally }) => sum + tally.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
