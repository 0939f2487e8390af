import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

// Made once by prepare.ts for all files of a run, and passed to its processes in the environment.

/** The folder of the server as built, as a URL. */
env.RETRY_DESK_BUILT ??= `${pathToFileURL(join(tmpdir(), `retry-desk-built-${process.pid}`))}/`;

/** A program of the server as built for this run of the tests. */
export function builtIn(file: string): string {
  return fileURLToPath(new URL(file, env.RETRY_DESK_BUILT));
}

export function passPostgresPort(port: number): void {
  env.RETRY_DESK_POSTGRES_PORT = String(port);
}

/** Where the PostgreSQL of this run takes connections. */
export function postgresPort(): number {
  return Number(env.RETRY_DESK_POSTGRES_PORT);
}
