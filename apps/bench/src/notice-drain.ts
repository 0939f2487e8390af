import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { nodeFlags } from '../../bff/src/config/node-flags.ts';
import type { Row } from './goal.ts';

const program = fileURLToPath(new URL('./notice-drain-process.ts', import.meta.url));

/** An outbox that is emptied in a process of its own, started as the desk is: other measurements leave their garbage here. */
export async function drainOutbox(dataDir: string): Promise<Row[]> {
  const child = fork(program, [dataDir], { execArgv: [...nodeFlags] });
  const ended = once(child, 'exit').then(() => {
    throw new Error('the process that empties an outbox has ended without a result');
  });
  const [rows] = await Promise.race([once(child, 'message'), ended]);
  return rows;
}
