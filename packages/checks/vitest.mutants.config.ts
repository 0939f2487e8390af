import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Tests that a mutant is tried against: those beside the sources, which need no server and no database. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    environment: 'node',
    include: (process.env.MUTANT_TESTS ?? '').split(','),
    setupFiles: [fileURLToPath(new URL('src/same-cases.ts', import.meta.url))],
  },
});
