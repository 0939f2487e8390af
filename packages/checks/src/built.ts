import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A package that is built: the files it is built of, and the folder it is built into, relative to the top. */
export type Building = { name: string; of: readonly string[]; into: string };

const everywhere = ['package.json', 'pnpm-lock.yaml', 'tsconfig.base.json', 'packages/contract'];

/** In this order: the server takes the web app in. */
export const buildings: readonly Building[] = [
  { name: '@retry-desk/web', of: [...everywhere, 'apps/web'], into: 'apps/web/dist' },
  {
    name: '@retry-desk/bff',
    of: [...everywhere, 'packages/em-client', 'apps/bff', 'apps/web/dist'],
    into: 'apps/bff/dist',
  },
];

/** Whether a build would make what there is. */
export function isBuilt(folder: string, building: Building): boolean {
  try {
    return readFileSync(noteOf(folder, building), 'utf8') === stateOf(folder, building);
  } catch {
    return false; // never built, or something of it is gone
  }
}

/** Notes down what was built of what. */
export function noteBuilt(folder: string, building: Building): void {
  const note = noteOf(folder, building);
  mkdirSync(dirname(note), { recursive: true });
  writeFileSync(note, stateOf(folder, building));
}

function noteOf(folder: string, { into }: Building): string {
  return join(folder, 'node_modules/.cache/retry-desk', `${into.replaceAll('/', '-')}.txt`);
}

/** Its sources, the build, and the command that builds it. */
function stateOf(folder: string, { of, into }: Building): string {
  const lines = [...of, into].flatMap((path) => filesBelow(folder, path, path.endsWith('dist')));
  const hash = createHash('sha256').update(`${process.version} ${process.env.NODE_ENV ?? ''}\n`);
  for (const path of lines)
    hash.update(`${path}\0`).update(
      createHash('sha256')
        .update(readFileSync(join(folder, path)))
        .digest(),
    );
  return hash.digest('hex');
}

/** The files below a path; of a package those that are written by hand. */
function filesBelow(folder: string, path: string, isMade: boolean): string[] {
  if (statSync(join(folder, path)).isFile()) return [path];
  const names = readdirSync(join(folder, path)).filter((name) => isMade || !['node_modules', 'dist'].includes(name));
  return names.toSorted().flatMap((name) => filesBelow(folder, `${path}/${name}`, isMade));
}
