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
    trace: 'retain-on-failure',
    launchOptions: { args: chromiumArguments(), ...(executablePath ? { executablePath } : {}) },
  },
});
