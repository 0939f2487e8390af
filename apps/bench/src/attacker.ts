/** `attacker.ts KIND PORT COOKIE`: one of the attacks of `attack.ts`, in a process of its own, until it is ended. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { send } from './http-call.ts';

const BURST_SOCKETS = 10;
const BURST_BYTES = 645_000;
const IDLE_SOCKETS = 10_000;
/** As many connections as a listener keeps for its server to take. */
const AT_ONCE = 400;
const EXPORTS = 3;

const [kind = '', port = '0', cookie = ''] = process.argv.slice(2);

async function open(): Promise<Socket> {
  const socket = connect(Number(port), '127.0.0.1');
  // The server may end it.
  socket.on('error', () => undefined);
  await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
  return socket;
}

/** Requests of one document, all sent at once over a few connections; the answers are thrown away. */
async function burst(): Promise<void> {
  const request = 'GET /api/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n';
  const text = request.repeat(Math.ceil(BURST_BYTES / request.length));
  for (let n = 0; n < BURST_SOCKETS; n += 1) {
    const socket = await open();
    socket.resume().write(text);
  }
  console.log('attacks');
}

/** Connections over which nothing is ever sent; one that is ended is not opened again. */
async function idle(): Promise<void> {
  for (let opened = 0; opened < IDLE_SOCKETS; opened += AT_ONCE) {
    const sockets = await Promise.all(Array.from({ length: Math.min(AT_ONCE, IDLE_SOCKETS - opened) }, open));
    for (const socket of sockets) socket.resume();
  }
  console.log('attacks');
}

/** All retries as CSV, again and again, several at once; reports how many lines each had. */
async function exports(): Promise<void> {
  console.log('attacks');
  await Promise.all(
    Array.from({ length: EXPORTS }, async () => {
      for (;;) {
        const { body } = await send(`http://127.0.0.1:${port}/api/tasks`, { headers: { cookie, accept: 'text/csv' } });
        console.log(`exported ${body.toString('latin1').split('Servers of site ').length - 1} retries`);
      }
    }),
  );
}

const attacks: Readonly<Record<string, () => Promise<void>>> = { burst, idle, exports };
await attacks[kind]?.();
// Until it is ended.
setInterval(() => undefined, 60_000);
