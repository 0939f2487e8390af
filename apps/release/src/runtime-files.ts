import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Entry, fileOf } from './entry.ts';

export type DebianPackage = { name: string; version: string; architecture: string };

/** Parts of the C library that are loaded by name, for the names of hosts. */
const loadedByName = ['libnss_dns.so.2', 'libnss_files.so.2', 'libresolv.so.2'];

/** The shared libraries that a program of this machine needs, where the loader looks for them. */
export function sharedLibraries(program: string): string[] {
  const { status, stdout, stderr } = spawnSync('ldd', [program], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`Which libraries ${program} needs is asked of ldd, which failed: ${stderr}`);
  const needed = [...stdout.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map(([, path = '']) => path);
  const libc = needed.find((path) => basename(path) === 'libc.so.6') ?? '';
  return [...needed, ...loadedByName.map((name) => join(dirname(libc), name)).filter((path) => existsSync(path))];
}

/**
 * The files that Node needs of a system, from the Debian packages of this machine: the loader, the C and C++ libraries,
 * and their licences.
 * @throws Error where this machine's libraries are not of Debian packages
 */
export function runtimeFiles(node: string): { entries: Entry[]; packages: DebianPackage[] } {
  const libraries = sharedLibraries(node);
  const packages = new Map(libraries.map(packageOf).map((found) => [found.name, found]));
  const licenses = [...packages.keys()].map((name) => `/usr/share/doc/${name}/copyright`);
  const entries = [
    ...libraries.map((path) => fileOf(path.slice(1), readFileSync(path), 0o755)),
    ...licenses.map((path) => fileOf(path.slice(1), readFileSync(path))),
  ];
  return { entries, packages: [...packages.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
}

function packageOf(library: string): DebianPackage {
  // Where /lib is a link to /usr/lib, a package may name either.
  const places = [library, realpathSync(library), realpathSync(library).replace(/^\/usr/, '')];
  for (const place of places) {
    const owner = spawnSync('dpkg-query', ['--search', place], { encoding: 'utf8' });
    if (owner.status !== 0) continue;
    const [name = ''] = owner.stdout.split(': ');
    const format = '--showformat=$' + '{Package} $' + '{Version} $' + '{Architecture}';
    const { stdout } = spawnSync('dpkg-query', ['--show', format, name], { encoding: 'utf8' });
    const [plain = '', version = '', architecture = ''] = stdout.split(' ');
    return { name: plain, version, architecture };
  }
  throw new Error(`${library} belongs to no Debian package: make the image on Debian or Ubuntu`);
}
