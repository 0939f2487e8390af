import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { RawAnswer } from './oddities.ts';

const DRIPS_PER_SECOND = 10;
const MEGABYTE = Buffer.alloc(1024 * 1024, ' ');

/** Headers at once, the body in drops. */
export async function dripOut(
  response: ServerResponse,
  { status, headers }: RawAnswer,
  bytes: Buffer,
  perSecond: number,
  stopped: AbortSignal,
): Promise<void> {
  response.writeHead(status, { ...headers, 'Content-Length': bytes.length });
  await drops(bytes, perSecond, response, stopped);
  response.end();
}

/** Headers in drops, written past the server so that it cannot send them in one piece; then the body. */
export async function dripHeaders(
  response: ServerResponse,
  { status, headers }: RawAnswer,
  bytes: Buffer,
  perSecond: number,
  stopped: AbortSignal,
): Promise<void> {
  const { socket } = response;
  if (socket === null) return;
  const all = { ...response.getHeaders(), ...headers, 'Content-Length': bytes.length, Connection: 'close' };
  const lines = Object.entries(all);
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  await drops(Buffer.from(`HTTP/1.1 ${status} Slowly\r\n${head}\r\n`), perSecond, socket, stopped);
  socket.end(bytes);
}

/** A list that never seems to end: blanks after the beginning of a real answer. */
export async function sendHuge(
  response: ServerResponse,
  { status, headers, body }: RawAnswer,
  megabytes: number,
  stopped: AbortSignal,
): Promise<void> {
  const start = Buffer.from(body).subarray(0, 200);
  response.writeHead(status, { ...headers, 'Content-Length': start.length + megabytes * MEGABYTE.length });
  response.write(start);
  const left = gone(response);
  for (let sent = 0; sent < megabytes && !response.destroyed; sent += 1) {
    if (!response.write(MEGABYTE)) await Promise.race([once(response, 'drain', { signal: stopped }), left]);
  }
  response.end();
}

function gone(response: ServerResponse): Promise<unknown> {
  return new Promise((resolve) => response.once('close', resolve));
}

async function drops(
  bytes: Buffer,
  perSecond: number,
  into: { write(piece: Buffer): boolean; destroyed: boolean },
  stopped: AbortSignal,
): Promise<void> {
  const step = Math.max(1, Math.floor(perSecond / DRIPS_PER_SECOND));
  for (let from = 0; from < bytes.length && !into.destroyed; from += step) {
    into.write(bytes.subarray(from, from + step));
    await wait(1000 / DRIPS_PER_SECOND, undefined, { signal: stopped });
  }
}
