import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

/** Debian's Chromium without windows. It draws the same and takes a third of the processor time of the whole browser. */
export const headlessShell = '/usr/bin/chromium-headless-shell';

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** The Chromium to test with: Playwright's own, `CHROMIUM_PATH`, Debian's or Google's; null where there is none yet. */
export function findChromium(): string | null {
  return firstOf([headlessShell, ...installed]);
}

/** The same, but the browser that people have where there is one: what is measured in it is what they get. */
export function findWholeChromium(): string | null {
  return firstOf([...installed, headlessShell]);
}

function firstOf(paths: readonly string[]): string | null {
  const candidates = [chromium.executablePath(), process.env.CHROMIUM_PATH, ...paths];
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path)) ?? null;
}

/** Start options: the quiet flags keep the browser off a closed network; root cannot use Chromium's sandbox. */
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
