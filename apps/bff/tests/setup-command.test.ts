import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readerOf } from '#config/environment.ts';
import { loadConfig } from '#config/load-config.ts';
import { readSettingsFile } from '#config/settings-file.ts';
import { settingsText } from '#config/write-settings.ts';
import { freePorts } from './free-ports.ts';
import { builtIn } from './prepared.ts';
import { ownFolder, runCli } from './run-cli.ts';

const em = new EnterpriseManagerSimulator({ seed: 1, jobs: 3 });
beforeAll(() => em.start(0));
afterAll(() => em.stop());

function logons(): number {
  return em.requests.filter(({ method, path }) => method === 'POST' && /sessionMngr/i.test(path)).length;
}

/** Runs setup with these answers in a folder of its own. */
async function setUp(more: Record<string, string> = {}) {
  const folder = ownFolder();
  const answers = join(ownFolder(), 'answers');
  const all = {
    EM_URL: em.url,
    EM_FINGERPRINT: em.fingerprint,
    EM_USERNAME: 'TECH\\svc-retrydesk',
    EM_PASSWORD: 'svc-demo',
    REACH: 'this-machine',
    DATA_DIR: join(folder, 'data'),
    ...more,
  };
  writeFileSync(answers, settingsText(new Map(Object.entries(all).filter(([, value]) => value !== '')), 'answers'));
  const out = join(folder, 'retry-desk.env');
  const result = await runCli({}, 'setup', '--answers', answers, '--out', out);
  const settings = () => Object.fromEntries(readSettingsFile(out).values);
  return { ...result, folder, written: out, settings, files: readdirSync(folder).toSorted() };
}

test('answers in a file become settings that check takes; the password lies in a file of its own, for this account alone', async () => {
  const before = logons();
  const { code, out: printed, folder, written, settings, files } = await setUp();
  expect(code).toBe(0);
  expect(printed).toContain(`Its SHA-256 fingerprint is\n  ${em.fingerprint}`);
  expect(printed).toContain('TECH\\svc-retrydesk can log on and is a Portal Administrator.');
  expect(printed).toContain(`Start: retry-desk serve --config ${written}`);
  expect(printed).toContain(`mv ${written} /etc/retry-desk/retry-desk.env\n  chown retry-desk ${folder}/em-password\n`);
  expect(printed).toContain('Not tried yet: whether people can reach that address.');
  expect(printed).not.toContain('svc-demo');
  expect(files).toEqual(['em-password', 'retry-desk.env']);
  for (const name of files) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  expect(settings()).toEqual({
    EM_URL: em.url,
    EM_FINGERPRINT: em.fingerprint,
    EM_USERNAME: 'TECH\\svc-retrydesk',
    EM_PASSWORD_FILE: join(folder, 'em-password'),
    DATA_DIR: join(folder, 'data'),
  });
  expect(logons()).toBe(before + 1);
  expect(await runCli(settings(), 'check')).toMatchObject({ code: 0 });
  const again = await runCli({}, 'setup', '--out', written);
  expect(again).toMatchObject({ code: 64, error: expect.stringContaining('is not overwritten') });
});

test('for its own HTTPS a certificate is made that a start takes, with what browsers do; behind a proxy that is named', async () => {
  const own = await setUp({ REACH: 'own-https', PUBLIC_URL: 'https://retry.example.local:8443', HOST: '127.0.0.1' });
  expect(own).toMatchObject({
    code: 0,
    out: expect.stringContaining('browsers warn that the connection is not private'),
  });
  expect(own.files).toEqual(['em-password', 'retry-desk-cert.pem', 'retry-desk-key.pem', 'retry-desk.env']);
  const config = loadConfig(readerOf(own.settings()));
  expect(config).toMatchObject({ port: 8443, host: '127.0.0.1', tls: { files: { kind: 'pem' } } });
  const PUBLIC_URL = 'https://intranet.example.local/retry';
  const proxied = await setUp({ REACH: 'proxy', PUBLIC_URL });
  expect(proxied.settings()).toMatchObject({ PUBLIC_URL, TRUST_PROXY: 'loopback' });
  expect(proxied.out).toContain(`Then open ${PUBLIC_URL}/.`);
});

test('each thing that is missing is named, nothing is written, and no password is sent twice', async () => {
  const [closed = 0] = await freePorts(1);
  const faults: [more: Record<string, string>, words: RegExp, logons: number, code?: number][] = [
    [{ EM_URL: `https://127.0.0.1:${closed}` }, /shows no certificate \(.*ECONNREFUSED.*\): check address/, 0],
    [{ EM_URL: 'http://em.example.local:9399' }, /password would travel in the clear/, 0],
    [{ EM_URL: 'https://em.invalid:443/' }, /^em\.invalid shows no certificate/, 0],
    [{ HSOT: 'canary', METRICS_TOKEN: 'canary' }, /hold HSOT, METRICS_TOKEN, which setup does not ask for/, 0, 64],
    [{ EM_PASSWORD: ' svc-demo' }, /unknown user or wrong password/, 1],
    [{ EM_FINGERPRINT: 'ab'.repeat(32) }, /not the fingerprint of the certificate/, 0],
    [{ EM_FINGERPRINT: '' }, /hold no EM_FINGERPRINT/, 0, 64],
    [
      { EM_PASSWORD: 'canary' },
      /unknown user or wrong password[\s\S]*sent once and is not tried again.*locked, disabled or expired/,
      1,
    ],
    [{ EM_PASSWORD: '', EM_PASSWORD_FILE: '/nowhere' }, /\/nowhere does not exist: give the path/, 0],
    [{ EM_USERNAME: 'TECH\\henry', EM_PASSWORD: 'henry-demo' }, /henry can log on, but is no Portal Administrator/, 1],
    [{ REACH: 'tunnel' }, /give one of own-https, proxy, this-machine/, 1],
    [{ REACH: 'proxy', PUBLIC_URL: 'http://retry.example.local' }, /give an https address/, 1],
    [{ REACH: '' }, /hold no REACH/, 1, 64],
  ];
  for (const [more, words, expected, code = 1] of faults) {
    const before = logons();
    const result = await setUp(more);
    expect(result.error).toMatch(words);
    expect(result.code).toBe(code);
    expect(result.files).toEqual([]);
    expect(result.out + result.error).not.toContain('canary');
    expect(logons() - before).toBe(expected);
  }
});

test('a person is asked one thing after the other, and what is typed for the password is not shown', async () => {
  const out = join(ownFolder(), 'retry-desk.env');
  const child = spawn(process.execPath, [builtIn('main.js'), 'setup', '--out', out], { env: {}, stdio: 'pipe' });
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += String(chunk)));
  child.stderr.on('data', (chunk) => (printed += String(chunk)));
  child.stdin.end([em.url, 'yes', 'TECH\\svc-retrydesk', '', 'svc-demo', 'this-machine', '', ''].join('\n'));
  const [code] = await once(child, 'close');
  expect(printed).toMatch(
    /Address of Enterprise Manager.*[\s\S]*fingerprint is[\s\S]*Service account.*[\s\S]*Its password: \n[\s\S]*How will people/,
  );
  expect(printed).not.toContain('svc-demo');
  expect(code).toBe(0);
  const answers = await runCli({}, 'setup', '--answers', '/nowhere', '--out', `${out}.2`);
  expect(answers).toMatchObject({ code: 64, error: expect.stringContaining('The file /nowhere does not exist') });
  expect(readFileSync(out, 'utf8')).toContain("EM_USERNAME='TECH\\svc-retrydesk'");
  const ended = spawn(process.execPath, [builtIn('main.js'), 'setup', '--out', `${out}.2`], { env: {}, stdio: 'pipe' });
  ended.stdin.end('');
  expect(await once(ended, 'close')).toEqual([64, null]);
  expect(existsSync(`${out}.2`)).toBe(false);
});
