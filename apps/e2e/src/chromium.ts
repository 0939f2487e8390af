import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

/** Debian's Chromium without windows. It draws the same and takes a third of the processor time of the whole browser. */
export const headlessShell = '/usr/bin/chromium-headless-shell';

const installed = [
  headlessShell,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** The Chromium to test with: Playwright's own, `CHROMIUM_PATH`, Debian's or Google's; null where there is none yet. */
export function findChromium(): string | null {
  const candidates = [chromium.executablePath(), process.env.CHROMIUM_PATH, ...installed];
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path)) ?? null;
}

/** Start options: the quiet flags keep a closed network from being asked; root cannot use Chromium's sandbox. */
export function chromiumArguments(): string[] {
  const quiet = [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--disable-quic',
    '--disable-gpu',
  ];
  return process.getuid?.() === 0 ? [...quiet, '--no-sandbox'] : quiet;
}
