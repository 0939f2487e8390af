import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createEnterpriseManager } from '../src/index.ts';
import { jobId } from './shapes.ts';
import { errorOf } from './stage.ts';

/** A server of bare TCP, and a client that comes to it by TLS. */
async function reached(onConnection: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const received: Buffer[] = [];
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => received.push(bytes));
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a listening TCP server has a port
  const em = createEnterpriseManager({
    url: `https://127.0.0.1:${port}`,
    username: 'TECH\\svc',
    password: 'very-secret',
    tls: { kind: 'insecure' },
    readDeadlineMs: 500,
    actionDeadlineMs: 500,
  });
  const error = await errorOf(em.retry(jobId));
  await em.close();
  for (const socket of sockets) socket.destroy();
  server.close();
  return { error, received: Buffer.concat(received).toString('latin1') };
}

test('a server that takes the connection and never answers ends within the deadline, and nothing has happened', async () => {
  const { error } = await reached(() => undefined);
  expect(error.isUnanswered).toBe(true);
  expect(error.mayHaveHappened).toBe(false);
});

test('a server with plain HTTP on that port is not mistaken for one with a wrong certificate', async () => {
  const { error, received } = await reached((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  expect(error).toMatchObject({ kind: 'tls', mayHaveHappened: false });
  expect(error.hint).toContain('does not speak TLS');
  expect(received).not.toContain('Authorization');
});

test('a server that closes in the middle of the handshake is unreachable, and nothing has happened', async () => {
  const { error } = await reached((socket) => socket.once('data', () => socket.destroy()));
  expect(error).toMatchObject({ kind: 'unreachable', mayHaveHappened: false });
});
