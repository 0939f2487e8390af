import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { EnterpriseManagerSimulator, SCENARIO_NAMES } from '#index.ts';

const command = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** Starts the command and gives what it prints first. */
async function begin(...options: string[]): Promise<{ child: ChildProcess; received: string }> {
  const child = spawn(process.execPath, [command, '--port', '0', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  let received = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => (received += String(piece)));
  await Promise.race([once(child.stdout ?? child, 'data'), once(child, 'exit')]);
  return { child, received };
}

async function answersAt(url: string): Promise<void> {
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('SupportedVersions');
}

test.each(['one-cause', 'giant'])('--scenario %s starts and answers', async (name) => {
  const { received } = await begin('--http', '--jobs', '30', '--scenario', name);
  await answersAt(/at (http:\S+)/.exec(received)?.[1] ?? '');
});

test.each(SCENARIO_NAMES.filter((name) => !['hung', 'giant'].includes(name)))(
  'a simulator of the scenario %s starts and answers',
  async (scenario) => {
    const em = new EnterpriseManagerSimulator({ http: true, jobs: 5, scenario });
    await em.start();
    onTestFinished(() => em.stop());
    await answersAt(`${em.url}/api/`);
  },
);

test('--scenario hung takes calls and answers none', async () => {
  const { received } = await begin('--http', '--scenario', 'hung');
  const url = /at (http:\S+)/.exec(received)?.[1] ?? '';
  await expect(fetch(url, { signal: AbortSignal.timeout(500) })).rejects.toThrow(/timeout/);
});

test('the screen names address, certificate file, fingerprint and accounts; SIGTERM ends it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cli-'));
  const file = join(folder, 'ca.pem');
  const { child, received } = await begin('--jobs', '5', '--flavour', 'v13', '--ca-file', file);
  expect(received).toMatch(/https:\/\/127\.0\.0\.1:\d+\/api\//);
  expect(received).toMatch(/SHA-256 (?:[0-9A-F]{2}:){31}[0-9A-F]{2}/);
  expect(received).toContain('TECH\\anna / anna-demo');
  expect(await readFile(file, 'utf8')).toContain('BEGIN CERTIFICATE');
  child.kill('SIGTERM');
  expect((await once(child, 'exit'))[0]).toBe(0);
  await rm(folder, { recursive: true });
});

test('a screen that is full does not end it', async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo; // a server that listens on a port has an address
  probe.close();
  const full = openSync('/dev/full', 'w');
  const options = ['--http', '--jobs', '5', '--port', String(port)];
  const child = spawn(process.execPath, [command, ...options], { stdio: ['ignore', full, full] });
  started.push(child);
  const ended = once(child, 'exit');
  for (let asked = 0; asked < 3; asked += 1)
    await vi.waitFor(() => fetch(`http://127.0.0.1:${port}/api/`), { timeout: 60_000 });
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  closeSync(full);
});

test.each([
  [['--scenario', 'rain'], 'healthy, monday-morning'],
  [['--flavour', 'v9'], '--flavour must be v12 or v13'],
  [['--jobs', 'many'], '--jobs must be a number'],
  [['--certificate', 'gold'], '--certificate must be'],
  [['--time-zones', 'Mars'], 'Mars'],
  [['--colour', 'red'], '--colour'],
])('%j is refused with what would be right', async (options, message) => {
  const { child, received } = await begin(...options);
  if (child.exitCode === null) await once(child, 'exit');
  expect(child.exitCode).toBe(1);
  expect(received).toContain(message);
  expect(received).toContain('Usage:');
  expect(received).not.toContain(' at ');
});
