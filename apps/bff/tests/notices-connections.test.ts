import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createChannels } from '#notices/channels/create-channels.ts';
import { sampleNotice } from './notice-samples.ts';

const none = { alertmanager: null, teams: null, slack: null, email: null, ca: undefined };
const delivered = { kind: 'delivered', receipt: null };

/** A webhook to a receiver that closes a connection with the request of this number on it; the connections there have been. */
async function webhookToServer({ closesAt }: { closesAt: number }) {
  const requests = new Map<Socket, number>();
  const server = createServer((request, response) => {
    const number = (requests.get(request.socket) ?? 0) + 1;
    requests.set(request.socket, number);
    if (number === closesAt) request.socket.destroy();
    else request.resume().on('end', () => response.writeHead(204).end());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo; // a listening TCP server has a port
  const [channel] = createChannels({ ...none, webhook: { url: new URL(`http://127.0.0.1:${port}`), secret: null } });
  if (channel === undefined) throw new Error('a configured webhook is a channel');
  onTestFinished(() => channel.close());
  return { channel, requests };
}

test('a hundred notices in a row take one connection, which is closed when nothing follows', async () => {
  const { channel, requests } = await webhookToServer({ closesAt: Number.POSITIVE_INFINITY });
  for (let sent = 0; sent < 100; sent += 1) expect(await channel.deliver(sampleNotice())).toEqual(delivered);
  expect([...requests.values()]).toEqual([100]);
  await expect.poll(() => [...requests.keys()].every(({ destroyed }) => destroyed), { timeout: 4_000 }).toBe(true);
});

test('a connection that the other side closes before it is used again costs no attempt', async () => {
  const { channel, requests } = await webhookToServer({ closesAt: 2 });
  expect(await channel.deliver(sampleNotice())).toEqual(delivered);
  expect(await channel.deliver(sampleNotice())).toEqual(delivered);
  expect([...requests.values()]).toEqual([2, 1]);
});

test('a request that is cut off on a connection of its own is an attempt', async () => {
  const { channel, requests } = await webhookToServer({ closesAt: 1 });
  const cutOff = { kind: 'unavailable', error: 'the connection was cut off', retryAfterMs: null };
  expect(await channel.deliver(sampleNotice())).toEqual(cutOff);
  expect(requests.size).toBe(1);
});
