import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { nodeFlags } from '../../bff/src/config/node-flags.ts';

/** The built server, as an administrator starts it. */
const builtServer = fileURLToPath(new URL('../../bff/dist/main.js', import.meta.url));

/**
 * The wanted port, or one near it of this machine's choice where somebody listens there, be it on ::1 only: a browser tries
 * that first for `localhost`.
 */
export async function freePort(wanted = 0): Promise<number> {
  const port = await listening(wanted, '127.0.0.1');
  if (typeof port === 'number') return (await listening(port, '::1')) === 'EADDRINUSE' ? await freePort() : port;
  if (wanted !== 0 && ['EADDRINUSE', 'EACCES'].includes(port)) return await freePort();
  throw new Error(`The server listens on 127.0.0.1, and this machine does not let it (${port}).`);
}

/** Listens there for a moment: on which port, or the code of what is in the way. */
function listening(wanted: number, host: string): Promise<number | string> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen(wanted, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 'no port'));
    });
  });
}

/** A running Retry Desk: its process, what it printed, and how to end it. */
export type DeskProcess = {
  process: ChildProcess;
  output: () => string;
  /** SIGTERM, then wait until it is gone. */
  stop: () => Promise<void>;
};

/** Starts the server with just these variables and waits until it can serve. Throws with its output where it ends instead. */
export async function startDesk(url: string, environment: Record<string, string>): Promise<DeskProcess> {
  const child = spawn(process.execPath, [...nodeFlags, builtServer], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  await untilServing(`${onThisMachine(url)}/healthz`, child, () => output);
  return {
    process: child,
    output: () => output,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** Where a program reaches what a browser reaches by name: `localhost` may be ::1 only, where the server does not listen. */
export function onThisMachine(url: string): string {
  return url.replace('//localhost:', '//127.0.0.1:');
}

/** How long a server may take to begin: on a busy machine long. */
const PATIENCE_MS = 120_000;

async function untilServing(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${output()}`);
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new Error(`the server did not answer ${url} within ${PATIENCE_MS / 1000} s:\n${output()}`);
}
