import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['{apps,packages}/*/{src,tests}/**/*.test.{ts,tsx}'],
    exclude: ['apps/e2e/**', '**/node_modules/**'],
    environment: 'node',
    // By itself Vitest leaves one processor to itself: of two that is half. Most tests wait more than they reckon.
    maxWorkers: 2,
    setupFiles: [fileURLToPath(new URL('src/same-cases.ts', import.meta.url))],
    // On a busy machine everything takes longer, and is right all the same.
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
