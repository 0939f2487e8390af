/**
 * `pnpm package-test`: what is in release/ in a fresh Debian, by the words of docs/install.md, as root on Debian. Measures
 * on the way. `pnpm test` tries the same archives in an emptier system, and the image.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';
import { freshDebian, need, run } from './debian-root.ts';
import { version } from './release-id.ts';
import { check, closeSteps, seconds, step } from './steps.ts';
import { createToken, freePort, retryToItsEnd, settingsFor, type Tried, untilReady } from './trial.ts';
import { root } from './workspace.ts';

const release = join(root, 'release');
const scratch = mkdtempSync(join(tmpdir(), 'retry-desk-package-test-'));
const debian = join(scratch, 'debian');
const em = new EnterpriseManagerSimulator({ seed: 1, jobs: 200 });
const inDebian = (...argv: string[]) => run('chroot', [debian, ...argv]);

/** Starts the command as an account, with the settings in its file. */
function start(account: string, command: string, settings: string): { child: ChildProcess; output: () => string } {
  const argv = [`--userspec=${account}`, debian, command, 'serve', '--config', settings];
  const child = spawn('chroot', argv, { env: { PATH: process.env.PATH ?? '' } });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  return { child, output: () => output };
}

function writeSettings(path: string, settings: Record<string, string>): void {
  const lines = Object.entries(settings).map(([name, value]) => `${name}='${value}'\n`);
  writeFileSync(join(debian, path), lines.join(''), { mode: 0o644 });
}

function memoryOf(pid: number | undefined): string {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
  return `${megabytes('VmRSS')} MB, ${megabytes('RssFile')} MB of them the program's own file`;
}

/** Serves, retries a job to its end, rests, and stops. */
async function trial(account: string, command: string, data: string): Promise<string> {
  const port = await freePort();
  // Where the account can read it, as it can what systemd passes on.
  const settings = '/run/trial.env';
  writeSettings(settings, { ...settingsFor(em, port), POLL_SECONDS: '10', DATA_DIR: data });
  const begun = performance.now();
  const { child, output } = start(account, command, settings);
  try {
    const desk: Tried = { url: `http://127.0.0.1:${port}`, output };
    await untilReady(desk);
    const ready = seconds(begun);
    const job = em.world.addJob({ name: `Trial ${port}`, machines: ['m1'], last: 'failed', outcome: 'success' });
    const { state } = await retryToItsEnd(desk, await createToken(desk), job.id);
    check(state === 'succeeded', `the retry ended as ${state}`);
    await new Promise((resolve) => setTimeout(resolve, 60_000));
    const memory = memoryOf(child.pid);
    const end = once(child, 'exit');
    child.kill('SIGTERM');
    check(String(await end) === '0,', `it stopped in order:\n${output()}`);
    return `ready after ${ready}, at rest with 200 jobs ${memory}`;
  } finally {
    child.kill('SIGKILL');
  }
}

function checkSums(): string {
  run('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], release);
  return 'right';
}

function packageAgain(): string {
  const again = join(scratch, 'again');
  run(process.execPath, [join(root, 'apps/release/src/package.ts'), '--into', again]);
  const [first, second] = [release, again].map((folder) => readFileSync(join(folder, 'SHA256SUMS'), 'utf8'));
  check(first === second, `it makes the same bytes:\n${first}\n${second}`);
  return 'the same bytes';
}

async function fromArchive(): Promise<string> {
  const begun = performance.now();
  const name = `retry-desk-${version}-linux-x64`;
  run('tar', ['--extract', '--file', join(release, `${name}.tar.gz`), '--directory', join(debian, 'opt')]);
  inDebian('useradd', '--system', '--home-dir', '/var/lib/desk', '--create-home', 'desk');
  const unpacked = seconds(begun);
  const result = await trial('desk', `/opt/${name}/retry-desk`, '/var/lib/desk');
  rmSync(join(debian, 'opt', name), { recursive: true });
  return `unpacked after ${unpacked}, ${result}`;
}

function install(): string {
  run('cp', [join(release, `retry-desk_${version}_amd64.deb`), join(debian, 'root/retry-desk.deb')]);
  const printed = inDebian('dpkg', '--install', '/root/retry-desk.deb');
  check(printed.includes('systemctl enable --now retry-desk'), `it shows how to start the service: ${printed}`);
  check(
    (statSync(join(debian, 'etc/retry-desk/retry-desk.env')).mode & 0o777) === 0o600,
    'settings are for root alone',
  );
  return inDebian('/usr/bin/retry-desk', '--version').trim();
}

function remove(): string {
  inDebian('dpkg', '--remove', 'retry-desk');
  check(!existsSync(join(debian, 'opt/retry-desk')), 'the program is gone');
  check(existsSync(join(debian, 'etc/retry-desk/retry-desk.env')), 'the settings are left');
  inDebian('dpkg', '--purge', 'retry-desk');
  check(!existsSync(join(debian, 'etc/retry-desk/retry-desk.env')), 'the settings are gone');
  check(readdirSync(join(debian, 'var/lib/retry-desk')).includes('retry-desk.sqlite'), 'the journal is left');
  return 'settings go with the purge, the journal stays';
}

function inspectImage(): string {
  need('skopeo');
  const archive = readdirSync(release).find((name) => name.includes('-oci-')) ?? 'no image';
  const config = JSON.parse(run('skopeo', ['inspect', '--config', `oci-archive:${join(release, archive)}`]));
  check(config.config.User === '10001:10001', 'it runs as user 10001');
  return `${archive}, ${config.architecture}`;
}

/** By the Containerfile, on a base of the fresh Debian. */
function buildContainer(): string {
  need('buildah');
  const buildah = (...args: string[]) =>
    run('buildah', ['--storage-driver=vfs', `--root=${join(scratch, 'images')}`, ...args], release);
  const base = buildah('from', 'scratch').trim();
  buildah('copy', base, debian, '/');
  buildah('commit', base, 'localhost/base');
  const file = ['--file', join(root, 'docs/examples/Containerfile')];
  const given = ['--build-arg', 'BASE=localhost/base', '--build-arg', `VERSION=${version}`];
  buildah('bud', '--isolation=chroot', ...file, ...given, '--tag', 'localhost/retry-desk', release);
  const made = buildah('from', 'localhost/retry-desk').trim();
  const printed = buildah('run', '--isolation=chroot', made, '--', '/opt/retry-desk/retry-desk', '--version');
  check(printed.includes(version), `its command runs: ${printed}`);
  return printed.trim();
}

if (process.getuid?.() !== 0) throw new Error('A fresh Debian is made, and entered, by root alone.');
if (!existsSync(join(release, 'SHA256SUMS'))) throw new Error('Nothing is packaged: run pnpm package first.');
try {
  await em.start(0);
  await step('the sums of the release', checkSums);
  await step('packaged once more', packageAgain);
  // The oldest that the package is for.
  await step('a fresh Debian', () => freshDebian('bullseye', [], debian));
  await step('from the archive to the end of a retry', fromArchive);
  await step('the Debian package is installed', install);
  await step('its command serves, as the account of the package', () =>
    trial('retry-desk', '/usr/bin/retry-desk', '/var/lib/retry-desk'),
  );
  await step('the Debian package is removed, then purged', remove);
  await step('skopeo reads the image', inspectImage);
  await step('buildah makes an image by the Containerfile, and its command runs', buildContainer);
} finally {
  await em.stop();
  run('rm', ['-rf', scratch]);
}
closeSteps();
