import { chmodSync, createReadStream, createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { chromium } from '@playwright/test';
import { chromiumArguments } from '../chromium.ts';
import { openByDevtools } from './devtools.ts';
import type { Screen } from './screen.ts';

/** Packages that bring a Chromium for Linux in themselves; made for servers without anything else on them. */
const packages = { 80: 'chrome-aws-lambda-80', 87: 'chrome-aws-lambda', 108: '@sparticuz/chromium' } as const;
export type OldChromium = keyof typeof packages;

const cacheFolder = fileURLToPath(new URL('../../../../node_modules/.cache/retry-desk/', import.meta.url));

export function canRunOldChromium(): boolean {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** The packed program of the package that a file of it lies in. */
function packedIn(folder: string): string {
  const packed = join(folder, 'bin/chromium.br');
  return existsSync(packed) ? packed : packedIn(dirname(folder));
}

/** The program, unpacked once. */
async function unpacked(version: OldChromium): Promise<string> {
  const program = join(cacheFolder, `chromium-${version}`);
  if (existsSync(program)) return program;
  const packed = packedIn(dirname(createRequire(import.meta.url).resolve(packages[version])));
  mkdirSync(dirname(program), { recursive: true });
  const part = `${program}.${process.pid}`;
  await pipeline(createReadStream(packed), createBrotliDecompress(), createWriteStream(part));
  chmodSync(part, 0o755);
  renameSync(part, program);
  return program;
}

/**
 * An old Chromium with one page, and without a sandbox, for which such a package has no helper. Only what evaluates and
 * navigates is used of Playwright: its locators need functions that the oldest do not have.
 */
export async function openOldChromium(version: OldChromium): Promise<Screen> {
  const executablePath = await unpacked(version);
  if (version < 87) return await openByDevtools(executablePath);
  const browser = await chromium.launch({
    executablePath,
    args: [...chromiumArguments(), '--headless', '--no-zygote', '--no-sandbox'],
  });
  // Options of all other tests that the oldest do not have do not apply where they are named, though with nothing in them.
  const options: object = { userAgent: undefined, locale: undefined };
  const page = await browser.newPage(options);
  const noise: string[] = [];
  page.on('console', (message) => {
    // Chromium itself writes down that a request was answered with "nobody is signed in here", which is sent to find out.
    if (message.type() === 'error' && !message.text().includes('status of 401')) noise.push(message.text());
  });
  page.on('pageerror', (error) => void noise.push(String(error)));
  return {
    open: async (url) => void (await page.goto(url)),
    resize: (width, height) => page.setViewportSize({ width, height }),
    run: (check, given = '') => page.evaluate(check, given),
    noise: async () => noise,
    close: () => browser.close(),
  };
}
