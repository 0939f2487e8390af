import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

/** A process of a bench. */
export type Child = {
  pid: number;
  /** For signals and what it writes. */
  process: ChildProcess;
  /** Its output, at most the last 20 000 characters. */
  printed(): string;
  kill(): Promise<void>;
  end(): Promise<void>;
};

/** The process to start, and when it counts as started. */
export type Command = {
  program: string;
  args: readonly string[];
  /** Its whole environment; ours unless given. */
  environment?: Record<string, string>;
  /** Printed by the process when it is there. */
  ready: string;
  /** The processor core it is kept on, from 0; any unless given. */
  core?: number | undefined;
};

const START_MS = 30_000;

/** Starts a process; resolves when it is there. Throws with what it printed when it does not get there. */
export async function startChild({ program, args, environment, ready, core }: Command): Promise<Child> {
  const [first = program, ...others] =
    core === undefined ? [program, ...args] : ['taskset', '-c', `${core}`, program, ...args];
  const child = spawn(first, others, {
    ...(environment === undefined ? {} : { env: environment }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      printed = (printed + chunk.toString()).slice(-20_000);
    });
  }
  const exited = once(child, 'exit');
  for (let waited = 0; !printed.includes(ready); waited += 20) {
    if (child.exitCode !== null || waited > START_MS) throw new Error(`${program} did not start: ${printed}`);
    await wait(20);
  }
  async function stopWith(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  }
  return {
    pid: child.pid ?? 0,
    process: child,
    printed: () => printed,
    kill: () => stopWith('SIGKILL'),
    end: () => stopWith('SIGTERM'),
  };
}
