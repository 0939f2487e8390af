import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['{apps,packages}/*/{src,tests}/**/*.test.{ts,tsx}'],
    exclude: ['apps/e2e/**', '**/node_modules/**'],
    environment: 'node',
    setupFiles: [fileURLToPath(new URL('src/same-cases.ts', import.meta.url))],
    // On a busy machine everything takes longer, and is right all the same.
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
