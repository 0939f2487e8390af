import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { allocatorSettings, nodeFlags } from '../../bff/src/config/node-flags.ts';
import { type Child, startChild } from './child.ts';

const bff = new URL('../../bff/', import.meta.url);
const sources = fileURLToPath(new URL('src/main.ts', bff));
const built = fileURLToPath(new URL('dist/main.js', bff));

/** One process of Retry Desk. */
export type DeskServer = Child;

/** The program to start: the built server where there is one, else its sources. */
export function deskEntry(): string {
  return existsSync(built) ? built : sources;
}

/** Starts the server with these variables as the command of the packages does; resolves when it listens. Throws with what it printed when it does not. */
export function startServer(
  environment: Record<string, string>,
  core?: number,
  entry = deskEntry(),
): Promise<DeskServer> {
  return startChild({
    program: process.execPath,
    args: [...nodeFlags, entry],
    environment: { ...allocatorSettings, ...environment },
    ready: 'process.listening',
    core,
  });
}
