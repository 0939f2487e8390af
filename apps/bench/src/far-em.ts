import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { EmAnswer, EmOrder } from './em-process.ts';

const DAY = 24 * 60 * 60_000;
const WEEK = 7 * DAY;
/** Of 1970, which began on a Thursday. */
const FIRST_WEDNESDAY_NOON = 6.5 * DAY;
const program = fileURLToPath(new URL('./em-process.ts', import.meta.url));

/** A simulated Enterprise Manager in its own process, behind a wire that counts what it sends. */
export type FarEm = {
  url: string;
  caFile: string;
  order(order: EmOrder): Promise<EmAnswer>;
  /** Bytes that came from Enterprise Manager so far, as they were on the wire (TLS, nothing compressed). */
  bytes(): number;
  stop(): Promise<void>;
};

/** Begins with so many jobs; its clock shows `at` until it is set anew. */
export async function startFarEm(jobs: number, at: number): Promise<FarEm> {
  const child = fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const { port, caFile } = await orderOf(child, { kind: 'begin', jobs, at });
  const open = new Set<Socket>();
  let bytes = 0;
  const wire = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    far.on('data', (chunk) => {
      bytes += chunk.length;
    });
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => open.delete(socket));
    }
  });
  wire.listen(0, '127.0.0.1');
  await once(wire, 'listening');
  const address = wire.address();
  if (address === null || typeof address === 'string') throw new Error('the wire has no port');
  return {
    url: `https://127.0.0.1:${address.port}`,
    caFile,
    order: (order) => orderOf(child, order),
    bytes: () => bytes,
    async stop() {
      for (const socket of open) socket.destroy();
      wire.close();
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

async function orderOf(child: ChildProcess, order: EmOrder): Promise<EmAnswer> {
  const answer = once(child, 'message');
  child.send(order);
  // Sent by em-process.ts, which sends no other answer.
  return (await answer)[0] as EmAnswer;
}

/** Noon of the last Wednesday that is over, UTC: a figure must not depend on the weekday it is taken on. */
export function lastNoon(): number {
  return Math.floor((Date.now() - FIRST_WEDNESDAY_NOON) / WEEK) * WEEK + FIRST_WEDNESDAY_NOON;
}
