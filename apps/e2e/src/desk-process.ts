import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

/** The built server, as an administrator starts it. */
const builtServer = fileURLToPath(new URL('../../bff/dist/main.js', import.meta.url));

/** A port of the loopback interface that nobody listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('the probe has no port');
  return address.port;
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
  const child = spawn(process.execPath, ['--enable-source-maps', builtServer], {
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
  await untilServing(`${url}/healthz`, child, () => output);
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

async function untilServing(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${output()}`);
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new Error(`the server did not answer ${url} within 30 s:\n${output()}`);
}
