import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { threadsAsBuilt } from './src/threads-as-built.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export default defineConfig({
  root,
  test: {
    environment: 'node',
    projects: [
      {
        extends: true,
        root,
        test: {
          name: 'rest',
          include: ['{apps,packages}/*/{src,tests}/**/*.test.{ts,tsx}'],
          exclude: ['apps/{bff,e2e}/**', '**/node_modules/**'],
        },
      },
      {
        extends: true,
        root,
        plugins: [threadsAsBuilt],
        test: {
          name: 'server',
          include: ['apps/bff/{src,tests}/**/*.test.ts'],
          globalSetup: fileURLToPath(new URL('../../apps/bff/tests/prepare.ts', import.meta.url)),
        },
      },
    ],
    // By itself Vitest leaves one processor to itself: of two that is half. Three at once take longer: they reckon more than they wait.
    maxWorkers: 2,
    // Files share what they import: loading it anew for each was most of the time of the small ones. A file leaves behind what it found.
    isolate: false,
    setupFiles: ['same-cases', 'patient-waits'].map((name) =>
      fileURLToPath(new URL(`src/${name}.ts`, import.meta.url)),
    ),
    // On a busy machine everything takes longer, and is right all the same.
    testTimeout: 120_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
