import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { bundleOf } from '../bundles.ts';
import { builtIn } from './prepared.ts';

/** Builds programs of the server, each by the name of its file, into the folder of this run. */
export async function buildPrograms(programs: Readonly<Record<string, string>>): Promise<void> {
  const top = fileURLToPath(new URL('..', import.meta.url));
  for (const [file, input] of Object.entries(programs))
    await build({ cwd: top, logLevel: 'warn', ...bundleOf(input, builtIn(file), 'under test') });
}
