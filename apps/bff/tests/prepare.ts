import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { serverParts } from '../bundles.ts';
import { buildPrograms } from './build-programs.ts';
import { startPostgres } from './postgres-server.ts';
import { builtIn, passPostgresPort } from './prepared.ts';

/** The programs that tests start as processes of their own, again and again. */
const programs = {
  ...serverParts,
  'store-writer.js': 'tests/store-writer.ts',
  'notice-writer.js': 'tests/notice-writer.ts',
  'retries-victim.js': 'tests/retries-victim.ts',
};

/** Once for all files of a run: the server as built, and a PostgreSQL. */
export default async function prepare(): Promise<() => Promise<void>> {
  await buildPrograms(programs);
  // Nobody pulls the plug of this machine: data need not reach its disk.
  const postgres = await startPostgres(['fsync=off', 'max_connections=300']);
  passPostgresPort(postgres.port);
  return async () => {
    await postgres.stop();
    rmSync(dirname(builtIn('main.js')), { recursive: true, force: true });
  };
}
