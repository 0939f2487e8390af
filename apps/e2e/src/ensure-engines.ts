/**
 * The screens are walked through in other engines as well. They are found, or installed as Debian's packages where that is
 * allowed. Where this machine's package sources do not have one, its tests are not made; where one that they have cannot be
 * installed, that is a failure.
 */
import { spawnSync } from 'node:child_process';
import { engines, missingFor } from './engines/engines.ts';

const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };

function run(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}

function install(): boolean {
  const missing = engines.flatMap(missingFor);
  if (missing.length === 0 || process.getuid?.() !== 0 || !run('apt-get', '--version')) return true;
  if (!run('apt-get', 'update')) return false;
  const offered = missing.filter((name) => spawnSync('apt-cache', ['show', name], { env }).status === 0);
  return offered.length === 0 || run('apt-get', 'install', '--yes', '--no-install-recommends', ...offered);
}

if (!install()) {
  console.error('The browsers of the tests could not be installed: see the lines of apt-get above.');
  process.exitCode = 1;
}
for (const engine of engines) {
  const missing = missingFor(engine);
  console.log(
    missing.length === 0
      ? `${engine.name}: its screens are tried`
      : `${engine.name} is not here, so nothing is tried in it. Install it (Debian: apt-get install ${missing.join(' ')}).`,
  );
}
