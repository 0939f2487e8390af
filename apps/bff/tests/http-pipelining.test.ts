import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { type InTurn, inTurn } from '#http/in-turn.ts';
import { freePorts } from './free-ports.ts';
import { type HttpStage, openHttpStage, send } from './http-stage.ts';
import { builtIn } from './prepared.ts';

let stage: HttpStage;
beforeAll(async () => {
  stage = await openHttpStage();
});
afterAll(() => stage.end());

const request = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

/** A server that hands on what comes in turn, on a port of its own. */
async function serve({ onRequest, onConnection }: InTurn): Promise<number> {
  const server = createServer(onRequest).on('connection', onConnection).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close().closeAllConnections());
  // A server that listens on a port has an address.
  return (server.address() as AddressInfo).port;
}

/** A connection that sends this at once and counts the answers. */
function pipeline(port: number, text: string): { socket: Socket; answers: () => number } {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let answers = 0;
  socket.on('error', () => undefined);
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    answers += chunk.split('HTTP/1.1 ').length - 1;
  });
  socket.write(text);
  return { socket, answers: () => answers };
}

test('requests that come together over one connection are all answered, one at a time', async () => {
  let [open, most] = [0, 0];
  const port = await serve(
    inTurn((_, response) => {
      open += 1;
      most = Math.max(most, open);
      setImmediate(() => {
        open -= 1;
        response.end('x');
      });
    }),
  );
  // More than comes in one read.
  const { answers, socket } = pipeline(port, request('/').repeat(5_000));
  await vi.waitFor(() => expect(answers()).toBe(5_000), { timeout: 60_000 });
  expect(most).toBe(1);
  socket.write(request('/'));
  await vi.waitFor(() => expect(answers()).toBe(5_001));
});

test('where too many wait on all connections those that bring more are closed, and the rest goes on', async () => {
  const held: (() => void)[] = [];
  const port = await serve(inTurn((_, response) => void held.push(() => response.end('x')), 50));
  const first = pipeline(port, request('/').repeat(40));
  await vi.waitFor(() => expect(held).toHaveLength(1));
  const second = pipeline(port, request('/').repeat(40));
  await once(second.socket, 'close');
  const answered = send(port, 'GET', '/');
  await vi.waitFor(() => expect(held).toHaveLength(3));
  await vi.waitFor(
    () => {
      for (const end of held.splice(0)) end();
      expect(first.answers()).toBe(40);
    },
    { timeout: 30_000, interval: 5 },
  );
  expect((await answered).status).toBe(200);
});

test('a constant answer is made once, not for each request', async () => {
  const asked = { params: {}, query: {}, body: undefined, caller: null, header: () => undefined };
  for (const path of ['/api/openapi.json', '/api/sign-in', '/healthz']) {
    const row = stage.bff.routes.find((each) => each.path === path);
    const answer = async () => (await row?.handler({ ...asked, remoteAddress: '127.0.0.1' }))?.body;
    expect(await answer(), path).toBeInstanceOf(Uint8Array);
    expect(await answer(), path).toBe(await answer());
    expect((await stage.call('GET', path)).headers['content-type'], path).toBe('application/json; charset=utf-8');
  }
});

test('a connection that sends nothing, half a head or half a body is closed after ten seconds', async () => {
  const beganAt = performance.now();
  const received = await Promise.all(
    ['', 'GET / HTTP/1.1\r\nHost: x\r\nX-', 'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{'].map(
      async (text) => {
        const socket = connect(stage.port, '127.0.0.1');
        onTestFinished(() => void socket.destroy());
        let answer = '';
        socket.setEncoding('latin1').on('data', (chunk: string) => {
          answer += chunk;
        });
        if (text !== '') socket.write(text);
        await once(socket, 'close');
        expect(performance.now() - beganAt).toBeGreaterThan(9_000);
        return answer.split('\r\n', 1)[0];
      },
    ),
  );
  expect(performance.now() - beganAt).toBeLessThan(25_000);
  expect(received.slice(0, 2)).toEqual(['HTTP/1.1 408 Request Timeout', 'HTTP/1.1 408 Request Timeout']);
});

test.each(['host', 'authorization', 'content-type'])('%s is taken once only', async (name) => {
  const anna = await stage.signIn('anna');
  for (const path of ['/api/board', '/api/session', '/', '/em/agents/jobs']) {
    const headers = ['host', 'localhost', 'cookie', anna.cookie, name, 'a', name.toUpperCase(), 'b'];
    const socket = connect(stage.port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    const lines = headers.flatMap((each, n) => (n % 2 === 0 ? [`${each}: ${headers[n + 1]}`] : []));
    socket.setEncoding('latin1').write(`GET ${path} HTTP/1.1\r\nConnection: close\r\n${lines.join('\r\n')}\r\n\r\n`);
    const [answer] = await once(socket, 'data');
    expect(String(answer).split('\r\n', 1)[0], path).toBe('HTTP/1.1 400 Bad Request');
    expect(String(answer), path).toContain('Content-Security-Policy');
  }
});

/** The server in a process of its own, whose memory can be measured. */
async function startProcess(): Promise<{ child: ChildProcess; port: number }> {
  const em = new EnterpriseManagerSimulator({ seed: 1, jobs: 5 });
  await em.start(0);
  onTestFinished(() => em.stop());
  const folder = mkdtempSync(join(tmpdir(), 'retry-desk-pipelining-'));
  const [port = 0] = await freePorts(1);
  const child = spawn(process.execPath, [builtIn('main.js')], {
    env: {
      EM_URL: em.url,
      EM_USERNAME: 'TECH\\svc-retrydesk',
      EM_PASSWORD: 'svc-demo',
      EM_CA_FILE: em.caFile,
      PORT: String(port),
      DATA_DIR: folder,
    },
    stdio: 'ignore',
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  await vi.waitFor(() => send(port, 'GET', '/api/session'), { timeout: 60_000 });
  return { child, port };
}

/** Megabytes of memory at their highest (Linux). */
function highestMemory({ pid }: ChildProcess): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

test('ten connections with 645 kB of requests each stop nobody, and take no memory to speak of', async () => {
  const { child, port } = await startProcess();
  const text = request('/api/openapi.json');
  const each = Math.ceil(645_000 / text.length);
  const burst = Array.from({ length: 10 }, () => pipeline(port, text.repeat(each)));
  const inAll = each * burst.length;
  const answered = () => burst.reduce((sum, connection) => sum + connection.answers(), 0);
  await vi.waitFor(() => expect(answered()).toBeGreaterThan(0), { timeout: 60_000 });
  // Counted, not timed: so many of the burst are answered before one of somebody else, however busy the machine is.
  const before: number[] = [];
  while (before.length < 50) {
    const begunAt = answered();
    expect((await send(port, 'GET', '/api/session')).status).toBe(401);
    before.push(answered() - begunAt);
  }
  before.sort((a, b) => a - b);
  expect(before[25]).toBeLessThan(inAll / 1000);
  expect(before.at(-1)).toBeLessThan(inAll / 50);
  expect(answered()).toBeGreaterThan(500);
  expect(highestMemory(child)).toBeLessThan(400);
});
