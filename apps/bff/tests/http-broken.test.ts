import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { brokenRequests } from '#http/broken-requests.ts';
import { createLogger } from '#telemetry/logger.ts';
import { type HttpStage, openHttpStage, send } from './http-stage.ts';
import { serveRow } from './one-row.ts';

let stage: HttpStage;
beforeAll(async () => {
  stage = await openHttpStage({ environment: { PUBLIC_URL: 'https://retry.example.local' } });
});
afterAll(() => stage.end());

/** Everything that is answered to these bytes until the connection ends. */
async function answerTo(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let answer = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    answer += chunk;
  });
  socket.write(bytes);
  await once(socket, 'close');
  return answer;
}

/** The headers of an answer by their names in small letters. */
function headersOf(answer: string): Record<string, string> {
  const [, ...lines] = answer.split('\r\n\r\n', 1)[0]?.split('\r\n') ?? [];
  return Object.fromEntries(lines.map((line) => [line.split(':', 1)[0]?.toLowerCase(), line.replace(/^[^:]*: /, '')]));
}

const hidden = 'GET /api/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n';
const lengths = 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n';

test.each([
  ['what is no HTTP', 'HELLO\r\n\r\n', 400, 'HPE_INVALID_METHOD'],
  ['what begins like TLS', '\u0016\u0003\u0001\u0002\u0000', 400, 'HPE_INVALID_METHOD'],
  ['a length given twice', `POST /api/session HTTP/1.1\r\nHost: x\r\n${lengths}${hidden}`, 400, 'HPE_INVALID_'],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400, 'HPE_'],
  [
    'a head that is too large',
    `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`,
    431,
    'HPE_HEADER_OVERFLOW',
  ],
])('%s is answered once, with the headers of every answer, and is in the log', async (_, bytes, status, code) => {
  const before = stage.logs.length;
  const answer = await answerTo(stage.port, bytes);
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual([`HTTP/1.1 ${status}`]);
  const usual = headersOf(
    await answerTo(stage.port, 'GET /api/session HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
  );
  const { date: _date, 'content-type': _type, 'content-length': _length, ...expected } = usual;
  expect(Object.keys(expected)).toEqual(
    expect.arrayContaining(['content-security-policy', 'strict-transport-security']),
  );
  expect(headersOf(answer)).toMatchObject(expected);
  const logged = stage.logs.slice(before).filter((line) => line.includes('http.malformed-request'));
  expect(logged.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'warn', peer: '127.0.0.1', status, code: expect.stringContaining(code) },
  ]);
});

test('a request without a host is refused as every other, one with an unknown expectation is answered', async () => {
  const close = 'Connection: close\r\n\r\n';
  const bare = await answerTo(stage.port, `GET /healthz HTTP/1.1\r\n${close}`);
  expect(bare).toMatch(/^HTTP\/1\.1 400 /);
  expect(bare).toContain('The header \\"host\\" is missing.');
  const expecting = await answerTo(stage.port, `GET /api/sign-in HTTP/1.1\r\nHost: x\r\nExpect: the-best\r\n${close}`);
  expect(expecting).toMatch(/^HTTP\/1\.1 200 /);
  for (const answer of [bare, expecting]) {
    expect(headersOf(answer)).toMatchObject({ 'x-content-type-options': 'nosniff' });
    expect(headersOf(answer)['content-security-policy']).toContain("frame-ancestors 'none'");
  }
});

test('of very many in a minute thirty are in the log, and the next minute counts the others', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const lines: string[] = [];
  const logger = createLogger('warn', { write: (line) => void lines.push(line) });
  const server = createServer().on('clientError', brokenRequests({ publicUrl: new URL('http://localhost'), logger }));
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo; // a listening TCP server has a port
  for (let n = 0; n < 37; n += 1) expect(await answerTo(port, 'HELLO\r\n\r\n')).toContain(' 400 ');
  expect(lines).toHaveLength(30);
  vi.advanceTimersByTime(60_000);
  await answerTo(port, 'HELLO\r\n\r\n');
  expect(lines.map((line) => JSON.parse(line).unsaid)).toEqual([...Array.from({ length: 30 }, () => 0), 7]);
});

test('an error nobody foresaw is in the log with its words, and in no answer', async () => {
  const logs: string[] = [];
  const port = await serveRow(() => {
    throw new Error('inner words');
  }, logs);
  const { status, text } = await send(port, 'GET', '/api/row');
  expect([status, text]).toEqual([500, expect.not.stringContaining('inner words')]);
  const err = expect.objectContaining({ message: 'inner words', stack: expect.stringContaining('http-broken.test') });
  expect(logs.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ level: 'error', event: 'http.request-failed', err }),
  );
});
