import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['{apps,packages}/*/{src,tests}/**/*.test.{ts,tsx}'],
    exclude: ['apps/e2e/**', '**/node_modules/**'],
    environment: 'node',
    setupFiles: [fileURLToPath(new URL('src/same-cases.ts', import.meta.url))],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
