import { defineConfig, devices } from '@playwright/test';
import { chromiumArguments, findChromium } from './apps/e2e/src/chromium.ts';

const executablePath = findChromium();

export default defineConfig({
  testDir: 'apps/e2e/tests',
  outputDir: 'test-results',
  globalTeardown: './apps/e2e/src/search-bundle.ts',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // On a busy machine everything takes longer, and is right all the same.
  timeout: 240_000,
  expect: { timeout: 60_000 },
  reporter: [['list'], ['json']],
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    // Recording each test takes a fifth of the time: `pnpm e2e NAME --trace on` shows what happened in one.
    trace: 'off',
    // Animations would be drawn for as long as something runs, by the processors that the tests need.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { args: chromiumArguments(), ...(executablePath ? { executablePath } : {}) },
  },
});
