import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';
import { expect, onTestFinished, test, vi } from 'vitest';
import { nodeFlags } from '#config/node-flags.ts';
import { freePorts } from './free-ports.ts';
import { cookieOf, send } from './http-stage.ts';
import { builtIn } from './prepared.ts';

// A process that begins beside many others takes its time.
vi.setConfig({ testTimeout: 120_000 });

const main = builtIn('main.js');

/** The server as an administrator starts it, with just these variables. */
function start(
  environment: Record<string, string>,
  flags: readonly string[] = [],
): { child: ChildProcess; printed: () => string } {
  const child = spawn(process.execPath, [...flags, main], {
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
  }
  return { child, printed: () => printed };
}

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'retry-desk-process-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function simulator() {
  const em = new EnterpriseManagerSimulator({ seed: 1, jobs: 5 });
  await em.start(0);
  onTestFinished(() => em.stop());
  const environment = {
    EM_URL: em.url,
    EM_USERNAME: 'TECH\\svc-retrydesk',
    EM_PASSWORD: 'svc-demo',
    EM_CA_FILE: em.caFile,
    PORT: '0',
    PUBLIC_URL: 'http://localhost:8080',
    DATA_DIR: freshFolder(),
  };
  return { em, environment };
}

test('with wrong settings the server does not start and reports all of them in one message', async () => {
  const { child, printed } = start({ EM_URL: 'em01', POLL_SECONDS: '0' });
  const [code] = await once(child, 'close');
  expect(code).toBe(78);
  expect(printed()).toMatch(/^Retry Desk cannot start: 4 settings are wrong\.\n(?: {2}- .+\n){4}$/);
});

test('a second process on the same data is refused with what to do', async () => {
  const { environment } = await simulator();
  const first = start(environment);
  await vi.waitFor(() => expect(first.printed()).toContain('process.listening'), { timeout: 60_000 });
  const second = start(environment);
  const [code] = await once(second.child, 'close');
  expect(code).toBe(1);
  expect(second.printed()).toContain('in use by another Retry Desk process');
  expect(second.printed()).not.toContain('    at ');
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s stops it in order: logged off, exit 0', async (signal) => {
  const { em, environment } = await simulator();
  const { child, printed } = start(environment);
  await vi.waitFor(() => expect(em.requests.some(({ path }) => path.includes('AgentBackupJob'))).toBe(true), {
    timeout: 60_000,
  });
  // Files are read again, and it goes on.
  child.kill('SIGHUP');
  await vi.waitFor(() => expect(printed()).toContain('process.reload'), { timeout: 60_000 });
  child.kill(signal);
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
  expect(
    em.requests.filter(({ method, path }) => method === 'DELETE' && path.includes('/logonSessions/')),
  ).toHaveLength(1);
  expect(printed()).toContain('process.stopped');
});

test('SIGHUP takes up a secret that has changed in its file, with the settings of --config', async () => {
  const { environment } = await simulator();
  const [port = 0] = await freePorts(1);
  const { EM_PASSWORD, ...others } = environment;
  const [settings, token] = ['retry-desk.env', 'token'].map((name) => join(environment.DATA_DIR, name));
  const lines = Object.entries({ EM_PASSWORD, METRICS_TOKEN_FILE: token }).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(settings ?? '', lines.join(''));
  writeFileSync(token ?? '', 'the first token of sixteen\n');
  const { child, printed } = start({ ...others, PORT: String(port), RETRY_DESK_CONFIG: settings ?? '' });
  await vi.waitFor(() => expect(printed()).toContain('process.listening'), { timeout: 60_000 });
  const statusFor = async (given: string) => {
    const headers = { authorization: `Bearer ${given}`, 'x-forwarded-for': '10.0.0.5' };
    return (await send(port, 'GET', '/metrics', headers)).status;
  };
  expect(await statusFor('the first token of sixteen')).toBe(200);
  writeFileSync(token ?? '', 'the second token of sixteen\n');
  child.kill('SIGHUP');
  await vi.waitFor(async () => expect(await statusFor('the second token of sixteen')).toBe(200), { timeout: 30_000 });
  expect(await statusFor('the first token of sixteen')).toBe(403);
  expect(printed()).not.toContain('process.reload-refused');
});

test('LOG_FORMAT=logfmt: an orderly start and stop are lines without a warning, with a priority only for journald', async () => {
  const { environment } = await simulator();
  const { child, printed } = start({ ...environment, LOG_FORMAT: 'logfmt', JOURNAL_STREAM: '1:1' }, nodeFlags);
  await vi.waitFor(() => expect(printed()).toContain('event=em.link.up'), { timeout: 60_000 });
  child.kill('SIGTERM');
  await once(child, 'close');
  const lines = printed().trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) expect(line).toMatch(/^time=\S+ level=info event=\S+ msg=/);
});

test.each([
  ['gone', 'exec true'],
  ['there, but does not read', 'exec sleep 60'],
])(
  'the reader of its log is %s: people go on being answered, and the first SIGTERM stops it in order',
  async (_, reader) => {
    const { em, environment } = await simulator();
    const [port = 0] = await freePorts(1);
    const errors = join(environment.DATA_DIR, 'stderr');
    // A pipe made by the shell: the one that Node makes for a child holds more.
    const child = spawn('bash', ['-c', `exec "$0" "$1" > >(${reader}) 2> "$2"`, process.execPath, main, errors], {
      env: { ...environment, PATH: process.env.PATH ?? '', PORT: String(port), LOG_LEVEL: 'debug' },
      stdio: 'ignore',
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const ask = () => send(port, 'GET', '/api/session');
    await vi.waitFor(ask, { timeout: 60_000 });
    await vi.waitFor(() => expect(em.requests.some(({ path }) => path.includes('AgentBackupJob'))).toBe(true), {
      timeout: 60_000,
    });
    // More lines than the pipe holds.
    for (let n = 0; n < 600; n += 1) expect((await ask()).status).toBe(401);
    const over = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await over).toEqual([0, null]);
    expect(readFileSync(errors, 'utf8')).toBe('');
    expect(
      em.requests.filter(({ method, path }) => method === 'DELETE' && path.includes('/logonSessions/')),
    ).toHaveLength(1);
  },
);

/** The server with its log redirected by the shell. */
async function startLogging(redirection: string, given: readonly string[] = []) {
  const { environment } = await simulator();
  const [port = 0] = await freePorts(1);
  const child = spawn('bash', ['-c', `exec "$0" "$1" ${redirection}`, process.execPath, main, ...given], {
    env: { ...environment, PATH: process.env.PATH ?? '', PORT: String(port), LOG_LEVEL: 'debug' },
    stdio: 'ignore',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ask = (path = '/api/session') => send(port, 'GET', path);
  await vi.waitFor(() => ask(), { timeout: 60_000 });
  const number = async (name: string) =>
    Number(new RegExp(`^retry_desk_${name} (.+)$`, 'm').exec((await ask('/metrics')).text)?.[1]);
  /** More lines than the buffer holds. */
  async function flood(): Promise<void> {
    const long = `/${'a.'.repeat(400)}`;
    for (let n = 0; n < 5_000 && !((await number('log_lines_dropped_total')) > 0); n += 200)
      await Promise.all(Array.from({ length: 200 }, () => ask(long)));
  }
  return { child, ask, number, flood, environment, port };
}

test('with a full disk under its log people go on being answered, dropped lines are counted, and the first SIGTERM stops it in order', async () => {
  const { child, ask, number, flood, environment, port } = await startLogging('> /dev/full 2> /dev/full');
  await flood();
  expect(await number('log_lines_dropped_total')).toBeGreaterThan(0);
  expect(await number('log_up')).toBe(0);
  const origin = environment.PUBLIC_URL;
  const body = JSON.stringify({ username: 'TECH\\anna', password: 'anna-demo' });
  const headers = { origin, 'content-type': 'application/json' };
  const cookie = cookieOf(await send(port, 'POST', '/api/session', headers, body));
  const status = await send(port, 'GET', '/api/status', { cookie });
  expect(status.json().log).toMatchObject({ state: 'failing', dropped: expect.any(Number) });
  expect((await ask()).status).toBe(401);
  const over = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await over).toEqual([0, null]);
});

test('a reader of its log that stopped and goes on gets the number of dropped lines', async () => {
  const file = join(freshFolder(), 'read');
  const { child, number, flood } = await startLogging('> >(echo $BASHPID > "$2.pid"; exec cat > "$2")', [file]);
  const reader = Number(readFileSync(`${file}.pid`, 'utf8'));
  process.kill(reader, 'SIGSTOP');
  await flood();
  const dropped = await number('log_lines_dropped_total');
  expect(dropped).toBeGreaterThan(0);
  process.kill(reader, 'SIGCONT');
  await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toContain('lines were dropped'), { timeout: 30_000 });
  const logged = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes('log.dropped'))
    .map((line) => JSON.parse(line));
  expect(logged.reduce((sum, { lines }) => sum + lines, 0)).toBeGreaterThanOrEqual(dropped);
  expect(await number('log_up')).toBe(1);
  const over = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await over).toEqual([0, null]);
  await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toContain('process.stopped'));
});

test('a hanging Enterprise Manager does not keep it from stopping', async () => {
  const { em, environment } = await simulator();
  const { child, printed } = start(environment);
  await vi.waitFor(() => expect(em.requests.some(({ path }) => path.includes('AgentBackupJob'))).toBe(true), {
    timeout: 60_000,
  });
  em.faults.add({ times: Number.POSITIVE_INFINITY, do: { kind: 'hang' } });
  child.kill('SIGTERM');
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
  expect(printed()).toContain('process.stopped');
});

test('a port in use is reported in one sentence, without a stack', async () => {
  const { em, environment } = await simulator();
  const { child, printed } = start({ ...environment, PORT: new URL(em.url).port });
  const [code] = await once(child, 'close');
  expect(code).toBe(1);
  expect(printed()).toContain('EADDRINUSE');
  expect(printed()).not.toContain('    at ');
});

test('an unchecked certificate is a warning at every start', async () => {
  const { environment } = await simulator();
  const { EM_CA_FILE: _, ...trusting } = environment;
  const { printed } = start({ ...trusting, EM_INSECURE_TLS: 'yes-i-know' });
  await vi.waitFor(() => expect(printed()).toContain('process.listening'), { timeout: 60_000 });
  const warning = printed()
    .split('\n')
    .find((line) => line.includes('EM_INSECURE_TLS'));
  expect(JSON.parse(warning ?? '{}').level).toBe('warn');
});

test('as the start script and the packages start it, no signal opens the debugger; without their flag it warns', async () => {
  const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
  const { scripts } = JSON.parse(read('package.json')) as { scripts: { start: string } }; // ours
  const [, ...flags] = scripts.start.split(' ').slice(0, -1);
  expect(flags).toEqual(nodeFlags);
  const { environment } = await simulator();
  const flagged = start(environment, flags);
  await vi.waitFor(() => expect(flagged.printed()).toContain('process.listening'), { timeout: 60_000 });
  expect(flagged.printed()).not.toContain('disable-sigusr1');
  flagged.child.kill('SIGUSR1');
  flagged.child.kill('SIGTERM');
  expect(await once(flagged.child, 'exit')).toEqual([0, null]);
  expect(flagged.printed()).not.toContain('Debugger');
  const bare = start({ ...environment, DATA_DIR: freshFolder() });
  await vi.waitFor(() => expect(bare.printed()).toContain('started without --disable-sigusr1'), { timeout: 60_000 });
});
