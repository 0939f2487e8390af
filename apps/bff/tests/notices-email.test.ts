import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { makeCertificate } from '@retry-desk/test-provider';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { createChannels } from '#notices/channels/create-channels.ts';
import { freePorts } from './free-ports.ts';
import { hostileNotice, sampleNotice, sampleResolved } from './notice-samples.ts';
import { refusal, smtpStage } from './smtp-stage.ts';

const none = { webhook: null, alertmanager: null, email: null, teams: null, slack: null, ca: undefined };

let certificate: { cert: string; key: string };
beforeAll(async () => {
  certificate = await makeCertificate('localhost');
});

type Given = {
  tls?: 'implicit' | 'starttls' | 'never';
  login?: { user: string; password: string } | null;
  to?: string[];
  ca?: string | undefined;
  timeoutMs?: number;
};

function emailTo(port: number, given: Given = {}) {
  const { tls = 'starttls', login = { user: 'desk', password: 's3cret' }, timeoutMs = 15_000 } = given;
  const { to = ['ops@example.local', 'boss@example.local'] } = given;
  const smtp = { host: 'localhost', port, tls, login };
  const ca = 'ca' in given ? given.ca : certificate.cert;
  const email = { smtp, from: { name: 'Retry Desk', address: 'desk@example.local' }, to };
  const [channel] = createChannels({ ...none, email, ca }, { timeoutMs });
  if (channel === undefined) throw new Error('configured e-mail is a channel');
  onTestFinished(() => channel.close());
  return channel;
}

const unavailable = (error: string) => ({ kind: 'unavailable', error, retryAfterMs: null });

/** A server that does no more than this with each connection; gone when the test ends. Returns its port. */
async function brokenServer(answer: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    answer(socket);
  });
  await once(server.listen(0, 'localhost'), 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo; // a listening TCP server has a port
  return port;
}

test('a notice arrives over STARTTLS with a login, as plain text and HTML, in the thread of its key', async () => {
  const { port, received } = await smtpStage(certificate);
  const channel = emailTo(port);
  const [fires, resolves] = [sampleNotice(), sampleResolved()];
  const id = `<${fires.id}@example.local>`;
  expect(await channel.deliver(fires)).toEqual({ kind: 'delivered', receipt: id });
  expect(await channel.deliver(resolves)).toMatchObject({ kind: 'delivered' });
  const [first, second] = received;
  expect(first).toMatchObject({ user: 'desk', secure: true, to: ['ops@example.local', 'boss@example.local'] });
  expect(first?.mail).toMatchObject({
    messageId: id,
    subject: fires.subject,
    from: { name: 'Retry Desk', address: 'desk@example.local' },
    to: [{ address: 'ops@example.local' }, { address: 'boss@example.local' }],
    date: '2026-01-31T04:20:30.000Z',
  });
  expect(first?.raw).toMatch(/^Content-Type: multipart\/alternative/m);
  expect(first?.raw.indexOf('text/plain')).toBeLessThan(first?.raw.indexOf('text/html') ?? 0);
  expect(first?.mail.text).toContain('* Job 1\n  since 2026-01-31 04:12 UTC\n');
  expect(first?.mail.html).toContain('<b>Known fix</b>');
  expect(first?.raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  expect(first?.raw).toMatch(/^X-Retry-Desk-Key: failed repository-unreachable VBR01\r$/m);
  expect(first?.mail.inReplyTo).toMatch(/^<thread-[\da-f]{32}@example\.local>$/);
  expect(first?.mail.references).toBe(first?.mail.inReplyTo);
  expect(second?.mail.inReplyTo).toBe(first?.mail.inReplyTo);
  expect(second?.mail.messageId).not.toBe(id);
});

test('another attempt has the same Message-ID', async () => {
  const { port, received } = await smtpStage(certificate);
  const channel = emailTo(port);
  await channel.deliver(sampleNotice());
  await channel.deliver(sampleNotice());
  expect(received[1]?.mail.messageId).toBe(received[0]?.mail.messageId);
});

test('names with line breaks add no header and no recipient; letters of every script arrive', async () => {
  const { port, received } = await smtpStage(certificate);
  const sent = { ...hostileNotice(), subject: '1 Job ausgefallen: Büro\r\nBcc: evil@example.local 日本 😀' };
  expect(await emailTo(port).deliver(sent)).toMatchObject({ kind: 'delivered' });
  const [{ mail, raw, to } = { mail: null, raw: '', to: [] }] = received;
  expect(mail?.subject).toBe('1 Job ausgefallen: Büro Bcc: evil@example.local 日本 😀');
  expect([mail?.bcc, to.length]).toEqual([undefined, 2]);
  const head = raw.split('\r\n\r\n')[0] ?? '';
  expect(head).not.toMatch(/^bcc:/im);
  expect([...head].every((sign) => sign < '\u007f')).toBe(true);
  expect(raw.split('\r\n').every((line) => line.length <= 998)).toBe(true);
});

test('TLS from the first byte, and a relay without TLS and without a login', async () => {
  const implicit = await smtpStage(certificate, { secure: true });
  expect(await emailTo(implicit.port, { tls: 'implicit' }).deliver(sampleNotice())).toMatchObject({
    kind: 'delivered',
  });
  expect(implicit.received[0]).toMatchObject({ secure: true, user: 'desk' });
  const relay = await smtpStage(certificate, { authOptional: true });
  expect(await emailTo(relay.port, { tls: 'never', login: null }).deliver(sampleNotice())).toMatchObject({
    kind: 'delivered',
  });
  expect(relay.received[0]).toMatchObject({ secure: false });
});

test('a server without STARTTLS gets neither the message nor the password', async () => {
  const commands: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined).write('220 old\r\n');
    socket.on('data', (line) => {
      commands.push(String(line).trim().split(' ')[0] ?? '');
      socket.write(/^EHLO/.test(String(line)) ? '250-old\r\n250 AUTH PLAIN LOGIN\r\n' : '502 no\r\n');
    });
  });
  await once(server.listen(0, 'localhost'), 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo; // a listening TCP server has a port
  expect(await emailTo(port).deliver(sampleNotice())).toEqual(
    unavailable('does not offer STARTTLS (502): give smtps:// if it takes that'),
  );
  expect(commands.filter((command) => /AUTH|MAIL/.test(command))).toEqual([]);
});

test('a certificate of an authority that is not trusted stops the message, with STARTTLS and without', async () => {
  const untrusted = unavailable('its certificate is not trusted: give NOTIFY_CA_FILE');
  const { port, received } = await smtpStage(certificate);
  expect(await emailTo(port, { ca: undefined }).deliver(sampleNotice())).toEqual(untrusted);
  const implicit = await smtpStage(certificate, { secure: true });
  const channel = emailTo(implicit.port, { tls: 'implicit', ca: undefined });
  expect(await channel.deliver(sampleNotice())).toEqual(untrusted);
  expect([...received, ...implicit.received]).toEqual([]);
});

test('a wrong password makes the channel unavailable', async () => {
  const { port } = await smtpStage(certificate);
  const channel = emailTo(port, { login: { user: 'desk', password: 'wrong' } });
  expect(await channel.deliver(sampleNotice())).toEqual(unavailable('refused the login (535)'));
});

test.each([
  [550, 550, { kind: 'refused', error: 'answered 550 to the recipients' }],
  [550, 553, { kind: 'refused', error: 'answered 550 and 553 to the recipients' }],
  [450, 450, unavailable('answered 450 to the recipients')],
  [550, 451, unavailable('answered 550 and 451 to the recipients')],
])('recipients that are answered with %i and %i', async (first, second, delivery) => {
  const { port } = await smtpStage(certificate, {
    onRcptTo: ({ address }, _session, callback) => callback(refusal(address.startsWith('ops') ? first : second)),
  });
  expect(await emailTo(port).deliver(sampleNotice())).toEqual(delivery);
});

test('a message that one of two recipients gets is delivered, and its receipt names the number of the others', async () => {
  const { port, received } = await smtpStage(certificate, {
    onRcptTo: ({ address }, _session, callback) => callback(address.startsWith('ops') ? null : refusal(550)),
  });
  expect(await emailTo(port).deliver(sampleNotice())).toEqual({
    kind: 'delivered',
    receipt: `<${sampleNotice().id}@example.local>, refused for 1 of 2 recipients`,
  });
  expect(received[0]?.to).toEqual(['ops@example.local']);
});

test.each([
  [
    'a sender',
    { onMailFrom: (_a: unknown, _s: unknown, callback: (e: Error) => void) => callback(refusal(550)) },
    unavailable('answered 550'),
  ],
  [
    'a sender for now',
    { onMailFrom: (_a: unknown, _s: unknown, callback: (e: Error) => void) => callback(refusal(421)) },
    unavailable('answered 421'),
  ],
])('a server that refuses %s', async (_what, options, delivery) => {
  const { port } = await smtpStage(certificate, options);
  expect(await emailTo(port).deliver(sampleNotice())).toEqual(delivery);
});

test.each([
  [554, { kind: 'refused', error: 'answered 554' }],
  [451, unavailable('answered 451')],
])('a content that is answered with %i', async (status, delivery) => {
  const { port } = await smtpStage(certificate, {
    onData: (stream, _session, callback) => {
      stream.on('end', () => callback(refusal(status))).resume();
    },
  });
  expect(await emailTo(port).deliver(sampleNotice())).toEqual(delivery);
});

test.each([
  ['never greets', () => undefined],
  ['greets and is silent', (socket: Socket) => socket.write('220 slow\r\n')],
  [
    'sends a line of its answer now and then',
    (socket: Socket) => {
      socket.write('220 slow\r\n');
      const timer = setInterval(() => socket.write('250-slow\r\n'), 100);
      socket.on('close', () => clearInterval(timer));
    },
  ],
])('a server that %s is given up at the deadline of the whole attempt', async (_what, answer) => {
  const port = await brokenServer(answer);
  expect(await emailTo(port, { timeoutMs: 500 }).deliver(sampleNotice())).toEqual(
    unavailable('no answer within 0.5 s'),
  );
});

/** A mail server that answers no message; `begun` when it has received the beginning of one. */
async function hangingStage() {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stage = await smtpStage(certificate, {
    onData: (stream) => {
      stream.resume();
      resolve();
    },
  });
  return { ...stage, begun: promise };
}

test('a server that hangs behind the message is given up, and the channel can be closed meanwhile', async () => {
  const { port } = await hangingStage();
  expect(await emailTo(port, { timeoutMs: 1000 }).deliver(sampleNotice())).toEqual(unavailable('no answer within 1 s'));
  for (const at of ['before the session', 'within it']) {
    const { begun, port: own } = await hangingStage();
    const channel = emailTo(own);
    const delivery = channel.deliver(sampleNotice());
    if (at === 'within it') await begun;
    await channel.close();
    expect(await delivery, at).toEqual(unavailable('the connection was cut off'));
  }
});

test.each([
  ['drops the connection', (socket: Socket) => socket.destroy(), 'the connection was cut off'],
  ['speaks HTTP', (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), 'its answer is not SMTP'],
  ['is full', (socket: Socket) => socket.end('421 too many\r\n'), 'answered 421'],
])('a server that %s', async (_what, answer, error) => {
  const port = await brokenServer(answer);
  expect(await emailTo(port).deliver(sampleNotice())).toEqual(unavailable(error));
});

test('a port where nobody listens, a name that is none, and the event that has no recipient', async () => {
  const [port = 0] = await freePorts(1);
  const channel = emailTo(port);
  expect(await channel.deliver(sampleNotice())).toEqual(unavailable('connection refused'));
  expect([channel.takes('failed'), channel.takes('summary'), channel.takes('retry-ended')]).toEqual([
    true,
    true,
    false,
  ]);
});
