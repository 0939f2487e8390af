import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EnterpriseManagerSimulator, type SimulatorOptions } from '@retry-desk/em-simulator';
import { makeCertificate, TestProvider } from '@retry-desk/test-provider';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openStore } from '#store/open-store.ts';
import { forwardProxy } from './forward-proxy.ts';
import { freePorts } from './free-ports.ts';
import { receiver } from './notice-receiver.ts';
import { filesOf, selfSigned } from './own-certificates.ts';
import { ownFolder, runCli } from './run-cli.ts';
import { postgresBench } from './stores.ts';

const bench = postgresBench();
let em: EnterpriseManagerSimulator;
beforeAll(async () => {
  await bench.start();
  em = await simulator();
}, 120_000);
afterAll(async () => {
  await em.stop();
  await bench.stop();
});

async function simulator(options: SimulatorOptions = {}): Promise<EnterpriseManagerSimulator> {
  const made = new EnterpriseManagerSimulator({ seed: 1, jobs: 3, ...options });
  await made.start(0);
  return made;
}

function settings(more: Record<string, string> = {}, of = em): Record<string, string> {
  return {
    EM_URL: of.url,
    EM_USERNAME: 'TECH\\svc-retrydesk',
    EM_PASSWORD: 'svc-demo',
    EM_CA_FILE: of.caFile,
    DATA_DIR: join(ownFolder(), 'data'),
    ...more,
  };
}

test.each([
  ['20 hours ahead of', -20 * 60],
  ['30 minutes behind', 30],
])('a clock that is %s that of Enterprise Manager is worth a look, and no fault', async (words, minutes) => {
  const there = await simulator({ clock: { now: () => Date.now() + minutes * 60_000 } });
  onTestFinished(() => there.stop());
  const { code, out } = await runCli(settings({}, there), 'check');
  expect(code).toBe(0);
  expect(out).toContain(`the clock of this machine is ${words} that of Enterprise Manager`);
});

test('a desk that can start has a line for each part and 0; nothing is made, and Enterprise Manager sees one logon and its end', async () => {
  const provider = new TestProvider('http://localhost:8080', {});
  await provider.start();
  onTestFinished(() => provider.stop());
  const receiver = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  onTestFinished(() => void receiver.close());
  await once(receiver, 'listening');
  const address = receiver.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { cert, key } = await selfSigned({ until: 90 });
  const paths = filesOf({ cert, key });
  chmodSync(paths.key, 0o600);
  const given = settings({
    ...{ TLS_CERT_FILE: paths.cert, TLS_KEY_FILE: paths.key },
    ...{ OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: provider.clientId, OIDC_CLIENT_SECRET: provider.clientSecret },
    ...{ OIDC_VIEWER_GROUPS: 'all', NOTIFY_WEBHOOK_URL: `http://127.0.0.1:${port}/hook/canary` },
  });
  const before = em.requests.length;
  const { code, out } = await runCli(given, 'check');
  const lines = out
    .trim()
    .split('\n')
    .filter((line) => !line.includes('the file of settings'));
  expect(lines).toEqual([
    'ok     the settings can be read',
    expect.stringMatching(
      /^ok +our own certificate is valid for 8\d more days$|^ok +our own certificate is valid for 90 more days$/,
    ),
    expect.stringMatching(/^ok +DATA_DIR .* can be used; the first start makes the journal$/),
    expect.stringMatching(
      /^ok +Enterprise Manager 127\.0\.0\.1:\d+ answers, and takes the password of TECH\\svc-retrydesk$/,
    ),
    'ok     TECH\\svc-retrydesk is a Portal Administrator',
    expect.stringMatching(/^ok +the OpenID provider .* publishes its metadata; client and groups were not tried$/),
    expect.stringMatching(/^ok +the webhook of notices, 127\.0\.0\.1:\d+, takes connections; nothing was sent$/),
  ]);
  expect(code).toBe(0);
  expect(out).not.toContain('canary');
  expect(existsSync(given.DATA_DIR ?? '')).toBe(false);
  const seen = em.requests.slice(before);
  expect(seen.filter(({ method, path }) => method === 'POST' && /sessionMngr/i.test(path))).toHaveLength(1);
  expect(seen.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
});

test('wrong settings are listed, and nothing else is tried', async () => {
  const before = em.requests.length;
  const { code, out } = await runCli(settings({ POLL_SECONDS: 'soon', HOTS: 'x' }), 'check');
  expect(code).toBe(78);
  expect(out).toMatch(/^fault .*HOTS is no setting[\s\S]*\nfault .*POLL_SECONDS[\s\S]*\nNothing else was tried/);
  expect(em.requests).toHaveLength(before);
});

test('each part that keeps the desk from working is a fault, and 78', async () => {
  const [expired, [closed = 0]] = [await simulator({ certificate: 'expired' }), await freePorts(1)];
  onTestFinished(() => expired.stop());
  const { file } = filesOf({ file: 'x' });
  const older = ownFolder();
  await (await openStore({ dataDir: older })).close();
  const { databaseUrl = '' } = await bench.place();
  const newer = await bench.place();
  const store = await newer.open();
  await store.db
    .insertInto('kysely_migration' as never)
    .values({ name: '999-later', timestamp: '2027' } as never)
    .execute();
  await store.close();
  const faults: [given: Record<string, string>, words: RegExp, code?: number][] = [
    [settings({ EM_PASSWORD: 'wrong' }), /^fault .*refuse/m],
    [settings({ EM_USERNAME: 'TECH\\henry', EM_PASSWORD: 'henry-demo' }), /^fault .*henry is no Portal Administrator/m],
    [settings({}, expired), /^fault .*certificate/m],
    [settings({ EM_URL: `https://127.0.0.1:${closed}` }), /^fault .*127\.0\.0\.1/m],
    [settings({ DATA_DIR: join(file, 'data') }), /^fault +DATA_DIR .* cannot be used: .*give the path of a directory/m],
    [settings({ DATABASE_URL: databaseUrl.replace('desk:desk', 'desk:canary') }), /^fault .*refuses the password/m],
    [settings({ DATABASE_URL: newer.databaseUrl ?? '' }), /^fault .*newer Retry Desk \(999-later\)/m],
    [settings({ DATABASE_URL: databaseUrl }), /^ok .*the first start makes the journal/m, 0],
    [settings({ DATA_DIR: older }), /^ok .*holds a journal of this version/m, 0],
    [
      settings({ NOTIFY_WEBHOOK_URL: `http://127.0.0.1:${closed}/canary` }),
      /^note .*webhook of notices.*cannot be reached/m,
      0,
    ],
  ];
  for (const [given, words, expected = 78] of faults) {
    const { code, out, error } = await runCli(given, 'check');
    expect(out + error).toMatch(words);
    expect(code, out).toBe(expected);
    expect(out).not.toContain('canary');
  }
});

test('a journal of an older version is named with what the next start does, and left as it is', async () => {
  const dataDir = ownFolder();
  await (await openStore({ dataDir })).close();
  const change = new DatabaseSync(join(dataDir, 'retry-desk.sqlite'));
  change.exec("delete from kysely_migration where name like '016%'");
  change.close();
  // SQLite lays two files beside a journal that is read, and leaves them there.
  const filesNow = () => readdirSync(dataDir).filter((name) => !/-(?:shm|wal)$/.test(name));
  const files = filesNow();
  const { code, out } = await runCli(settings({ DATA_DIR: dataDir }), 'check');
  expect(out).toMatch(/^note +the next start brings it up to date \(016-\S+\), .*back it up before$/m);
  expect(code).toBe(0);
  expect(filesNow()).toEqual(files);
});

test('secrets that other accounts may read, and a certificate that ends soon or is for another host, are notes', async () => {
  const { cert, key } = await selfSigned({ until: 5 });
  const { password, ...paths } = filesOf({ cert, key, password: 'svc-demo' });
  for (const path of [paths.key, password]) chmodSync(path, 0o644);
  const given = settings({
    ...{ EM_PASSWORD: '', EM_PASSWORD_FILE: password, TLS_CERT_FILE: paths.cert, TLS_KEY_FILE: paths.key },
    PUBLIC_URL: 'https://retry.example.local',
  });
  const { code, out } = await runCli(given, 'check');
  expect(code).toBe(0);
  expect(out).toMatch(/^note +EM_PASSWORD_FILE: other accounts may read .*make it 0600$/m);
  expect(out).toMatch(/^note +TLS_KEY_FILE: other accounts may read/m);
  expect(out).toMatch(/^note +our own certificate is valid for [45] more days; renew it$/m);
  expect(out).toMatch(/^note +our own certificate is not for retry\.example\.local/m);
  writeFileSync(password, '');
  expect(await runCli(given, 'check')).toMatchObject({ code: 78 });
});

test('behind a proxy the provider and the channels are tried as the server reaches them', async () => {
  // Of all that is on the way only the proxy resolves this name.
  const host = 'provider.example.invalid';
  const { cert, key } = await makeCertificate(host);
  const { url } = await receiver(
    (response, { headers }) => {
      const issuer = `https://${headers.host}`;
      const metadata = { issuer, authorization_endpoint: `${issuer}/authorize`, jwks_uri: `${issuer}/keys` };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(metadata));
    },
    { cert, key },
  );
  const { url: proxy, passed } = await forwardProxy();
  const given = settings({
    ...{ HTTPS_PROXY: proxy.href, OIDC_ISSUER: `https://${host}:${url.port}`, OIDC_CA_FILE: filesOf({ cert }).cert },
    ...{ OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b', OIDC_VIEWER_GROUPS: 'all' },
    NOTIFY_WEBHOOK_URL: 'https://receiver.example.invalid/hook/canary',
  });
  const { code, out } = await runCli(given, 'check');
  expect(out).toMatch(/^ok +the OpenID provider .* publishes its metadata/m);
  expect(out).toContain(`ok     the proxy ${proxy.host} before the webhook of notices takes connections`);
  expect(code).toBe(0);
  expect(passed.map(({ target }) => target)).toEqual([`${host}:${url.port}`]);
});
