import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../../apps/bff/src/main.ts', import.meta.url));
const START_MS = 30_000;

/** One process of Retry Desk. */
export type DeskServer = { child: ChildProcess; kill(): Promise<void>; end(): Promise<void> };

/** Starts the server with these variables; resolves when it listens. Throws with what it printed when it does not. */
export async function startServer(environment: Record<string, string>): Promise<DeskServer> {
  const child = spawn(process.execPath, [main], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      printed = (printed + chunk.toString()).slice(-20_000);
    });
  }
  const exited = once(child, 'exit');
  for (let waited = 0; !printed.includes('Retry Desk listens'); waited += 20) {
    if (child.exitCode !== null || waited > START_MS) throw new Error(`the server did not start: ${printed}`);
    await wait(20);
  }
  async function stopWith(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  }
  return { child, kill: () => stopWith('SIGKILL'), end: () => stopWith('SIGTERM') };
}
