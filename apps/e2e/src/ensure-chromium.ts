/** Finds a Chromium or installs one: Debian's without windows first, then Playwright's own, then Debian's whole one. Run before the tests. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium, headlessShell } from './chromium.ts';

function run(command: string, ...args: string[]): boolean {
  console.log(`$ ${command} ${args.join(' ')}`);
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}

function installFromDebian(...names: string[]): boolean {
  if (process.getuid?.() !== 0) return false;
  return run('apt-get', 'update') && run('apt-get', 'install', '--yes', '--no-install-recommends', ...names);
}

if (!process.env.CHROMIUM_PATH && !existsSync(headlessShell))
  installFromDebian('chromium-headless-shell', 'fonts-dejavu-core');
if (findChromium() === null) run('playwright', 'install', 'chromium');
if (findChromium() === null) installFromDebian('chromium', 'fonts-dejavu-core');

const found = findChromium();
if (found === null) {
  console.error(
    'No Chromium was found and none could be installed. Install it (Debian: apt-get install chromium-headless-shell) or name one in CHROMIUM_PATH.',
  );
  process.exitCode = 1;
} else {
  console.log(`chromium: ${found}`);
}
