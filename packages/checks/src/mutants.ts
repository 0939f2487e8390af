/**
 * `pnpm mutants [room …]`: changes the sources of a room in every way Stryker has, one after the other, and lists which
 * changes no test beside them notices. On demand only: a room takes minutes.
 */
import { Stryker } from '@stryker-mutator/core';
import { root } from './repository.ts';

type Room = { sources: string[]; tests: string[] };

const rooms: Readonly<Record<string, Room>> = {
  'run-order': {
    sources: ['packages/em-client/src/run-order.ts'],
    tests: ['packages/em-client/src/run-order.test.ts'],
  },
  retries: {
    sources: ['apps/bff/src/retries/**/*.ts', '!apps/bff/src/retries/**/*.test.ts', '!apps/bff/src/retries/samples.ts'],
    tests: ['apps/bff/src/retries/**/*.test.ts'],
  },
  causes: {
    sources: ['apps/bff/src/causes/**/*.ts', '!apps/bff/src/causes/**/*.test.ts'],
    tests: ['apps/bff/src/causes/**/*.test.ts'],
  },
  access: {
    sources: ['apps/bff/src/access/**/*.ts', '!apps/bff/src/access/**/*.test.ts'],
    tests: ['apps/bff/src/access/**/*.test.ts'],
  },
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(rooms, name));
if (unknown.length > 0) {
  console.error(`There is no room called ${unknown.join(', ')}; there are: ${Object.keys(rooms).join(', ')}.`);
  process.exit(2);
}

process.chdir(root);
for (const [name, { sources, tests }] of Object.entries(rooms)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n${name}`);
  process.env.MUTANT_TESTS = tests.join(',');
  await new Stryker({
    mutate: sources,
    testRunner: 'vitest',
    plugins: [import.meta.resolve('@stryker-mutator/vitest-runner')],
    vitest: { configFile: 'packages/checks/vitest.mutants.config.ts', related: false },
    ignorePatterns: ['**/dist', 'docs', '.ci', 'apps/*/test-results'],
    tempDirName: 'node_modules/.cache/stryker',
    reporters: ['clear-text'],
    clearTextReporter: { allowColor: false, reportTests: false },
    concurrency: 2,
    timeoutMS: 20_000,
    allowConsoleColors: false,
  }).runMutationTest();
}
