import { X509Certificate } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import {
  createEnterpriseManager,
  EmError,
  type EmErrorKind,
  type EnterpriseManager,
  type EnterpriseManagerOptions,
} from '../src/index.ts';
import { certificate, namespace, type Play, type PlayedServer, play, xml } from './played-server.ts';
import { agentJobXml, jobId, queryXml, taskXml } from './shapes.ts';

const running: PlayedServer[] = [];
const clients: EnterpriseManager[] = [];
afterEach(async () => {
  for (const em of clients.splice(0)) await em.close();
  for (const server of running.splice(0)) await server.stop();
});

function client(url: string, more: Partial<EnterpriseManagerOptions> = {}): EnterpriseManager {
  const em = createEnterpriseManager({
    url,
    username: 'TECH\\svc',
    password: 'p',
    tls: { kind: 'system' },
    readDeadlineMs: 10_000,
    actionDeadlineMs: 10_000,
    maxAnswerBytes: 1_000_000,
    ...more,
  });
  clients.push(em);
  return em;
}

/** Deadlines for those who wait in vain. */
const soon = { readDeadlineMs: 400, actionDeadlineMs: 400 };

async function serve(script: Play, options: Parameters<typeof play>[1] = {}): Promise<PlayedServer> {
  const server = await play(script, options);
  running.push(server);
  return server;
}

async function errorOf(call: Promise<unknown>): Promise<EmError> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof EmError)) throw new Error(`an EmError was expected, not ${String(error)}`);
  return error;
}

const deep = `${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`;
const bomb = `<!DOCTYPE x [<!ENTITY a "${'x'.repeat(1000)}">]><QueryResult>${'&a;'.repeat(1000)}</QueryResult>`;
const page = queryXml('AgentBackupJobs', agentJobXml());

const faults: [string, Play, EmErrorKind][] = [
  ['200 with an HTML page', (_q, r) => xml(r, '<!DOCTYPE html><html><body>Log in</body></html>'), 'unreadable'],
  ['200 with an Error', (_q, r) => xml(r, `<Error ${namespace} Message="no" StatusCode="500"/>`), 'refused'],
  ['another document', (_q, r) => xml(r, `<LogonSession ${namespace}/>`), 'unreadable'],
  ['nothing at all', (_q, r) => xml(r, ''), 'unreadable'],
  ['JSON', (_q, r) => xml(r, '{"Entities":{}}'), 'unreadable'],
  ['XML that breaks off', (_q, r) => xml(r, page.slice(0, -40)), 'unreadable'],
  [
    'two roots',
    (_q, r) =>
      xml(
        r,
        page.replace('<?xml version="1.0" encoding="utf-8"?>', '') +
          page.replace('<?xml version="1.0" encoding="utf-8"?>', ''),
      ),
    'unreadable',
  ],
  ['a document type with entities', (_q, r) => xml(r, bomb), 'unreadable'],
  ['depth 100 000', (_q, r) => xml(r, `<QueryResult>${deep}</QueryResult>`), 'unreadable'],
  ['a NUL character', (_q, r) => xml(r, page.replace('Oracle', 'Ora\0cle')), 'unreadable'],
  ['__proto__', (_q, r) => xml(r, '<QueryResult><__proto__><x>1</x></__proto__></QueryResult>'), 'unreadable'],
  ['bytes in no encoding', (_q, r) => void r.end(Buffer.from([0x3c, 0x61, 0xff, 0xfe, 0x3e])), 'unreadable'],
  [
    'compressed bytes nobody asked for',
    (_q, r) => void r.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(page)),
    'unreadable',
  ],
  ['more bytes than allowed', (_q, r) => void r.end(Buffer.alloc(2_000_000, 32)), 'too-large'],
  [
    'a body cut off in the middle',
    (_q, r) =>
      void r.writeHead(200, { 'content-length': page.length }).write(page.slice(0, 300), () => r.socket?.destroy()),
    'unreachable',
  ],
  ['a connection that is closed', (_q, r) => void r.socket?.destroy(), 'unreachable'],
  ['silence', () => undefined, 'timeout'],
  ['headers and then silence', (_q, r) => void r.writeHead(200).write('<Query'), 'timeout'],
  ['403', (_q, r) => xml(r, `<Error ${namespace} Message="Access is denied" StatusCode="403"/>`, 403), 'refused'],
  ['404', (_q, r) => xml(r, `<Error ${namespace} Message="Cannot find" StatusCode="404"/>`, 404), 'refused'],
  ['405', (_q, r) => void r.writeHead(405).end(), 'refused'],
  ['409', (_q, r) => void r.writeHead(409).end(), 'refused'],
  ['500', (_q, r) => void r.writeHead(500).end('<html>'), 'refused'],
  ['503 with Retry-After', (_q, r) => void r.writeHead(503, { 'retry-after': '7' }).end(), 'refused'],
  ['a redirect elsewhere', (_q, r) => void r.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), 'refused'],
  ['401 for ever', (_q, r) => void r.writeHead(401).end(), 'session-lost'],
];

test.each(faults)('a read answered with %s ends in its own error', async (_title, script, kind) => {
  const server = await serve(script);
  const error = await errorOf(client(server.url, kind === 'timeout' ? soon : {}).agentJobs());
  expect(error).toMatchObject({ kind });
  expect(error.message).toContain(new URL(server.url).host);
  expect(error.call).toContain('GET /api/query');
  expect(error.hint).not.toBe('');
  expect(error.mayHaveHappened).toBe(false);
});

test('a slow drip does not outlive the total deadline', async () => {
  const server = await serve((_request, response) => {
    response.writeHead(200);
    const drip = setInterval(() => response.write('<'), 20);
    response.on('close', () => clearInterval(drip));
  });
  expect(await errorOf(client(server.url, soon).agentJobs())).toMatchObject({ kind: 'timeout' });
});

test('a refusal carries the words of Enterprise Manager and the time it asks to wait', async () => {
  const server = await serve((_q, r) =>
    xml(r, `<Error ${namespace} Message=" ID 99999 is invalid. Type: Job" StatusCode="503"/>`, 503, {
      'retry-after': '7200',
    }),
  );
  const em = client(server.url);
  expect(await errorOf(em.agentJobs())).toMatchObject({
    status: 503,
    emMessage: 'ID 99999 is invalid. Type: Job',
    retryAfterMs: 300_000,
  });
  const next = await errorOf(em.agentJobs());
  expect(next).toMatchObject({ kind: 'circuit-open' });
  expect(server.requests.filter(({ path }) => path.includes('/query'))).toHaveLength(1);
});

const actions: [string, Play, EmErrorKind, boolean][] = [
  ['400', (_q, r) => xml(r, `<Error ${namespace} Message="Job is running" StatusCode="400"/>`, 400), 'refused', false],
  ['403', (_q, r) => void r.writeHead(403).end(), 'refused', false],
  ['401, which proves that it was not done', (_q, r) => void r.writeHead(401).end(), 'session-lost', false],
  ['500', (_q, r) => void r.writeHead(500).end(), 'refused', true],
  ['a closed connection', (_q, r) => void r.socket?.destroy(), 'unreachable', true],
  ['silence', () => undefined, 'timeout', true],
  ['202 with something else', (_q, r) => xml(r, '<html/>', 202), 'unreadable', true],
  ['202 that breaks off', (_q, r) => xml(r, taskXml().slice(0, -5), 202), 'unreadable', true],
];

test.each(actions)(
  'a retry answered with %s is sent once and shows whether it may have happened',
  async (_title, script, kind, mayHaveHappened) => {
    const server = await serve(script);
    const error = await errorOf(client(server.url, kind === 'timeout' ? soon : {}).retry(jobId));
    expect(error).toMatchObject({ kind, mayHaveHappened });
    expect(server.requests.filter(({ method, path }) => method === 'POST' && path.includes('retry'))).toHaveLength(1);
  },
);

test('a retry to a server that is not there has certainly not happened', async () => {
  const server = await play(() => undefined);
  await server.stop();
  expect(await errorOf(client(server.url).retry(jobId))).toMatchObject({ kind: 'unreachable', mayHaveHappened: false });
});

test('a name that does not resolve is unreachable', async () => {
  expect(await errorOf(client('https://em.invalid:9398').agentJobs())).toMatchObject({ kind: 'unreachable' });
});

test.each([
  ['an unknown certificate', 'valid', { kind: 'system' }, 'tls'],
  ['an expired certificate', 'expired', { kind: 'ca', pem: certificate('expired') }, 'tls'],
  ['a certificate for another host', 'other-host', { kind: 'ca', pem: certificate('other-host') }, 'tls'],
  ['the certificate of another authority', 'valid', { kind: 'ca', pem: certificate('other') }, 'tls'],
  ['another fingerprint', 'valid', { kind: 'fingerprint', sha256: 'ab'.repeat(32) }, 'tls'],
] as const)('%s ends the connection before a byte of the password', async (_title, name, tls, kind) => {
  const server = await serve((_q, r) => xml(r, page), { tls: name });
  const error = await errorOf(client(server.url, { tls }).agentJobs());
  expect(error).toMatchObject({ kind });
  expect(error.hint).toMatch(/EM_CA_FILE|EM_FINGERPRINT/);
  expect(server.requests).toEqual([]);
});

test('the right authority and the right fingerprint are trusted', async () => {
  const server = await serve((_q, r) => xml(r, page), { tls: 'valid' });
  const sha256 = new X509Certificate(certificate('valid')).fingerprint256;
  for (const tls of [
    { kind: 'ca', pem: certificate('valid') },
    { kind: 'fingerprint', sha256 },
    { kind: 'insecure' },
  ] as const) {
    expect(await client(server.url, { tls }).agentJobs()).toHaveLength(1);
  }
});

test('a pinned certificate is trusted whatever host it names: it is the very one', async () => {
  const server = await serve((_q, r) => xml(r, page), { tls: 'other-host' });
  const sha256 = new X509Certificate(certificate('other-host')).fingerprint256;
  expect(await client(server.url, { tls: { kind: 'fingerprint', sha256 } }).agentJobs()).toHaveLength(1);
});
