import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's top folder, with a trailing slash. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Paths of all files git tracks or would track, relative to the top, with forward slashes. */
export function projectFiles(): string[] {
  // A checkout may belong to somebody else, as in a container that has it mounted.
  const args = ['-c', 'safe.directory=*', 'ls-files', '-coz', '--exclude-standard'];
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (status !== 0)
    throw new Error(`Which files are the project's is asked of git, which failed: ${stderr ?? 'git is missing'}`);
  return stdout.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));
}

/** TypeScript of the project, tests included. */
export function sourceFiles(): string[] {
  return projectFiles().filter((path) => /\.tsx?$/.test(path));
}

/** A project file's text. */
export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Folders below apps/ and packages/ that hold a tsconfig.json. */
export function workspacePackages(): string[] {
  return ['apps', 'packages']
    .flatMap((parent) => readdirSync(join(root, parent)).map((name) => `${parent}/${name}`))
    .filter((folder) => existsSync(join(root, folder, 'tsconfig.json')));
}
