/** Finds a Chromium or installs one: Playwright's own build first, else Debian's package. Run before the tests. */
import { spawnSync } from 'node:child_process';
import { findChromium } from './chromium.ts';

function run(command: string, ...args: string[]): boolean {
  console.log(`$ ${command} ${args.join(' ')}`);
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}

function installFromDebian(): boolean {
  if (process.getuid?.() !== 0) return false;
  return (
    run('apt-get', 'update') &&
    run('apt-get', 'install', '--yes', '--no-install-recommends', 'chromium', 'fonts-dejavu-core')
  );
}

if (findChromium() === null) run('playwright', 'install', 'chromium');
if (findChromium() === null) installFromDebian();

const found = findChromium();
if (found === null) {
  console.error(
    'No Chromium was found and none could be installed. Install it (Debian: apt-get install chromium) or name one in CHROMIUM_PATH.',
  );
  process.exitCode = 1;
} else {
  console.log(`chromium: ${found}`);
}
