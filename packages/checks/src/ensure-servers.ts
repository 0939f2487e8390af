/**
 * Tests run nginx and Caddy with their examples, Alertmanager, and Prometheus' own tool: they are found, or installed as Debian's packages where
 * that is allowed. Where one cannot be had, its tests are not made; nothing fails for that.
 */
import { spawnSync } from 'node:child_process';

const PATIENCE_MS = 120_000;
const wanted = [
  { command: 'nginx', asks: '-v', debian: 'nginx-light' },
  { command: 'caddy', asks: 'version', debian: 'caddy' },
  { command: 'prometheus-alertmanager', asks: '--version', debian: 'prometheus-alertmanager' },
  { command: 'promtool', asks: '--version', debian: 'prometheus' },
];
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin`, DEBIAN_FRONTEND: 'noninteractive' };

function isThere({ command, asks }: { command: string; asks: string }): boolean {
  return spawnSync(command, [asks], { env }).status === 0;
}

function apt(...args: string[]): boolean {
  return spawnSync('apt-get', args, { env, stdio: 'ignore', timeout: PATIENCE_MS }).status === 0;
}

const missing = wanted.filter((each) => !isThere(each));
if (missing.length > 0 && process.getuid?.() === 0 && apt('update')) {
  for (const { debian } of missing) apt('install', '--yes', '--no-install-recommends', debian);
}
for (const each of wanted) {
  console.log(`${each.command}: ${isThere(each) ? 'here, its tests are run' : 'not here, its tests are not made'}`);
}
