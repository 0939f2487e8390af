import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sharedLibraries } from './runtime-files.ts';

/** The programs that a launcher needs, where Debian has them. */
const programs = ['/bin/sh', '/usr/bin/dirname', '/usr/bin/readlink'];

/** Makes a folder into a system that holds a shell, the C and C++ libraries of this machine, and nothing else. */
export function layScratchRoot(folder: string): void {
  const libraries = [process.execPath, ...programs].flatMap(sharedLibraries);
  for (const path of new Set([...programs, ...libraries])) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    copyFileSync(path, join(folder, path));
  }
  for (const name of ['tmp', 'etc']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'etc/passwd'), 'root:x:0:0:root:/:/bin/sh\n');
}

/** How a command is run with a folder as its whole system. */
export type Enter = {
  /** In words, for the titles of tests. */
  how: string;
  command: (folder: string, argv: readonly string[], uid?: number) => [string, string[]];
  /** Where a path of that system is for the command. */
  path: (folder: string, path: string) => string;
};

const asItIs = (_: string, path: string) => path;

/** The strictest way this machine allows: as root, in a user namespace, or with the files where they were unpacked. */
export function wayToEnter(): Enter {
  if (process.getuid?.() === 0)
    return {
      how: 'as its root folder',
      command: (folder, argv, uid = 0) => ['chroot', [`--userspec=${uid}:${uid}`, folder, ...argv]],
      path: asItIs,
    };
  if (spawnSync('unshare', ['--map-root-user', '--root=/', 'true']).status === 0)
    return {
      how: 'as its root folder, in a user namespace',
      command: (folder, argv) => ['unshare', ['--map-root-user', `--root=${folder}`, ...argv]],
      path: asItIs,
    };
  return {
    how: 'from the folder it is in, as this machine lets no ordinary user change the root folder',
    command: (folder, [program = '', ...rest]) => [
      join(folder, program),
      rest.map((arg) => (arg.startsWith('/') ? join(folder, arg) : arg)),
    ],
    path: join,
  };
}
