import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { bundleOf, serverParts } from '../bundles.ts';
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
  const top = fileURLToPath(new URL('..', import.meta.url));
  for (const [file, input] of Object.entries(programs))
    await build({ cwd: top, logLevel: 'warn', ...bundleOf(input, builtIn(file), 'under test') });
  // Nobody pulls the plug of this machine: data need not reach its disk.
  const postgres = await startPostgres(['fsync=off', 'max_connections=300']);
  passPostgresPort(postgres.port);
  return async () => {
    await postgres.stop();
    rmSync(dirname(builtIn('main.js')), { recursive: true, force: true });
  };
}
