import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { notice as noticeSchema } from '@retry-desk/contract';
import { makeCertificate } from '@retry-desk/test-provider';
import { generate } from 'selfsigned';
import { expect, onTestFinished, test } from 'vitest';
import { createChannels } from '#notices/channels/create-channels.ts';
import { createHeartbeat } from '#notices/channels/heartbeat.ts';
import { freePorts } from './free-ports.ts';
import { receiver } from './notice-receiver.ts';
import { hostileNotice, sampleNotice } from './notice-samples.ts';

const none = { webhook: null, alertmanager: null, email: null, teams: null, slack: null, ca: undefined };

type Given = { secret?: string; ca?: string; timeoutMs?: number };

function webhookTo(url: URL, { secret, ca, timeoutMs = 15_000 }: Given = {}) {
  const [channel] = createChannels({ ...none, webhook: { url, secret: secret ?? null }, ca }, { timeoutMs });
  if (channel === undefined) throw new Error('a configured webhook is a channel');
  onTestFinished(() => channel.close());
  return channel;
}

test('without settings there is no channel', () => {
  expect(createChannels(none)).toEqual([]);
});

test('the body is the notice, signed with its time, with its id as the key of idempotency', async () => {
  const { url, received } = await receiver((response) => response.writeHead(201).end('{"id":"INC-17"}'));
  const secret = 'sixteen characters';
  const channel = webhookTo(url, { secret });
  const sent = hostileNotice();
  expect(await channel.deliver(sent)).toEqual({ kind: 'delivered', receipt: 'INC-17' });
  const [{ body, headers, method, path } = { body: '', headers: {}, method: '', path: '' }] = received;
  expect([method, path, headers['content-type'], headers['idempotency-key']]).toEqual([
    'POST',
    '/hook',
    'application/json',
    sent.id,
  ]);
  expect(noticeSchema.parse(JSON.parse(body))).toEqual(sent);
  const timestamp = String(headers['x-retry-desk-timestamp']);
  expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(60);
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  expect(headers['x-retry-desk-signature']).toBe(`sha256=${signature}`);
  await channel.deliver(sent);
  expect(received[1]?.body).toBe(body);
});

test('name and password of the address become a header, and without a secret there is no signature', async () => {
  const { url, received } = await receiver((response) => response.writeHead(204).end());
  url.username = 'us%40er';
  url.password = 'p%3Aw';
  expect(await webhookTo(url).deliver(sampleNotice())).toEqual({ kind: 'delivered', receipt: null });
  expect(received[0]?.headers).not.toHaveProperty('x-retry-desk-signature');
  expect(received[0]?.headers.authorization).toBe(`Basic ${Buffer.from('us@er:p:w').toString('base64')}`);
});

test.each(['', 'ok', '{"id":{}}', '{"id":"a b\\nc"}', `{"id":"${'x'.repeat(200)}"}`, '[1]', 'null'])(
  'an answer that names nothing leaves no receipt: %s',
  async (body) => {
    const { url } = await receiver((response) => response.writeHead(200).end(body));
    expect(await webhookTo(url).deliver(sampleNotice())).toEqual({ kind: 'delivered', receipt: null });
  },
);

const unavailable = (error: string, retryAfterMs: number | null = null) => ({
  kind: 'unavailable',
  error,
  retryAfterMs,
});

test.each([
  [400, {}, { kind: 'refused', error: 'answered 400' }],
  [409, {}, { kind: 'refused', error: 'answered 409' }],
  [413, {}, { kind: 'refused', error: 'answered 413' }],
  [422, { 'retry-after': '5' }, { kind: 'refused', error: 'answered 422' }],
  [401, {}, unavailable('answered 401')],
  [403, {}, unavailable('answered 403')],
  [404, {}, unavailable('answered 404')],
  [410, {}, unavailable('answered 410')],
  [429, {}, unavailable('answered 429')],
  [429, { 'retry-after': '7' }, unavailable('answered 429', 7000)],
  [429, { 'retry-after': '7200' }, unavailable('answered 429', 900_000)],
  [500, {}, unavailable('answered 500')],
  [503, { 'retry-after': '30' }, unavailable('answered 503', 30_000)],
])('a receiver that answers %i %j', async (status, headers, delivery) => {
  const { url } = await receiver((response) => response.writeHead(status, headers).end('inner words of the receiver'));
  expect(await webhookTo(url).deliver(sampleNotice())).toEqual(delivery);
});

test.each([301, 302, 303, 307, 308])('a redirect by %i is not followed', async (status) => {
  const target = await receiver((response) => response.writeHead(200).end());
  const { url } = await receiver((response) => response.writeHead(status, { location: target.url.href }).end());
  expect(await webhookTo(url).deliver(sampleNotice())).toEqual(
    unavailable('redirects to another address: give that one'),
  );
  expect(target.received).toEqual([]);
});

const hangs: [string, (response: ServerResponse) => void][] = [
  ['before the headers', () => undefined],
  ['within the headers', (response) => response.socket?.write('HTTP/1.1 200 OK\r\ncontent-')],
  ['within the body', (response) => response.writeHead(200, { 'content-length': '10' }).write('{')],
  [
    'with a byte now and then',
    (response) => {
      response.writeHead(200).write('{');
      const timer = setInterval(() => response.write(' '), 100);
      response.on('close', () => clearInterval(timer));
    },
  ],
];

test.each(hangs)(
  'a receiver that hangs %s is given up at the deadline of the whole attempt',
  async (_where, answer) => {
    const { url } = await receiver(answer);
    expect(await webhookTo(url, { timeoutMs: 500 }).deliver(sampleNotice())).toEqual(
      unavailable('no answer within 0.5 s'),
    );
  },
);

test('a server that accepts the connection and no TLS is given up, too', async () => {
  const server = createServer(() => undefined);
  await once(server.listen(0, 'localhost'), 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo; // a listening TCP server has a port
  const channel = webhookTo(new URL(`https://localhost:${port}/`), { timeoutMs: 500 });
  expect(await channel.deliver(sampleNotice())).toEqual(unavailable('no answer within 0.5 s'));
});

test.each<[string, (response: ServerResponse) => void, string]>([
  ['drops the connection', (response) => response.destroy(), 'the connection was cut off'],
  ['does so within the body', (response) => endEarly(response), 'the connection was cut off'],
  ['answers by another protocol', (response) => response.socket?.end('hello\r\n\r\n'), 'its answer is not HTTP'],
])('a receiver that %s', async (_what, answer, error) => {
  const { url } = await receiver(answer);
  expect(await webhookTo(url).deliver(sampleNotice())).toEqual(unavailable(error));
});

function endEarly(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': '10' }).write('{', () => response.destroy());
}

test('an endless answer is read at its beginning only', async () => {
  let sent = 0;
  const { url } = await receiver((response) => {
    response.writeHead(200);
    const write = () => {
      sent += 1;
      if (!response.destroyed) response.write('x'.repeat(65_536), () => setImmediate(write));
    };
    write();
  });
  expect(await webhookTo(url).deliver(sampleNotice())).toEqual({ kind: 'delivered', receipt: null });
  expect(sent).toBeLessThan(1000);
});

test('a port where nobody listens, and a name that is none', async () => {
  const [port = 0] = await freePorts(1);
  const refused = await webhookTo(new URL(`http://localhost:${port}/`)).deliver(sampleNotice());
  expect(refused).toEqual(unavailable('connection refused'));
  const unknown = await webhookTo(new URL('http://nowhere.invalid/')).deliver(sampleNotice());
  expect(unknown).toEqual(unavailable('its name cannot be resolved'));
});

test('a certificate is checked against the system’s authorities and those of NOTIFY_CA_FILE, and by name', async () => {
  const certificate = await makeCertificate('localhost');
  const { url, received } = await receiver((response) => response.writeHead(200).end(), certificate);
  const untrusted = unavailable('its certificate is not trusted: give NOTIFY_CA_FILE');
  expect(await webhookTo(url).deliver(sampleNotice())).toEqual(untrusted);
  const other = await makeCertificate('localhost');
  expect(await webhookTo(url, { ca: other.cert }).deliver(sampleNotice())).toEqual(untrusted);
  expect(await webhookTo(url, { ca: certificate.cert }).deliver(sampleNotice())).toMatchObject({ kind: 'delivered' });
  const foreign = await makeCertificate('other.example.local');
  const elsewhere = await receiver((response) => response.writeHead(200).end(), foreign);
  expect(await webhookTo(elsewhere.url, { ca: foreign.cert }).deliver(sampleNotice())).toEqual(
    unavailable('its certificate is for another name'),
  );
  const plain = await receiver((response) => response.writeHead(200).end());
  const secure = new URL(plain.url.href.replace('http:', 'https:'));
  expect(await webhookTo(secure).deliver(sampleNotice())).toEqual(unavailable('no TLS could be agreed with it'));
  expect(received).toHaveLength(1);
});

test('a certificate that is not made for servers is named as that, and is no fault of the desk', async () => {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'extKeyUsage', clientAuth: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
    ],
  });
  const { url } = await receiver((response) => response.writeHead(200).end(), { cert: made.cert, key: made.private });
  expect(await webhookTo(url, { ca: made.cert }).deliver(sampleNotice())).toEqual(
    unavailable('its certificate, or that of its authority, is not fit for a server'),
  );
});

test('the authorities of the system are trusted besides those of the setting', async () => {
  const { authorities } = await import('#notices/channels/http-sender.ts');
  const { getCACertificates } = await import('node:tls');
  const { cert } = await makeCertificate('localhost');
  expect(authorities(cert).ca).toEqual([...getCACertificates('default'), cert]);
});

test('a heartbeat is a GET of its address', async () => {
  let status = 200;
  const { url, received } = await receiver((response) => response.writeHead(status).end('OK'));
  const heartbeat = createHeartbeat(url, { ca: undefined });
  onTestFinished(() => heartbeat.close());
  expect(await heartbeat.send()).toEqual({ kind: 'delivered', receipt: null });
  status = 404;
  expect(await heartbeat.send()).toEqual(unavailable('answered 404'));
  expect(received.map(({ body, method, path }) => [method, path, body])).toEqual([
    ['GET', '/hook', ''],
    ['GET', '/hook', ''],
  ]);
});
