import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './workspace.ts';

const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', PATH: `${process.env.PATH}:/usr/sbin:/sbin` };

/** Runs a program to its end and returns its output. @throws Error with what it printed where it fails */
export function run(command: string, args: readonly string[], cwd = root): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env, encoding: 'utf8', maxBuffer: 1e8 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}\n${error?.message ?? stderr + stdout}`);
  return stdout;
}

/** A program that is found, or installed as a package of Debian. */
export function need(command: string, debian = command): void {
  if (spawnSync('sh', ['-c', `command -v ${command}`], { env }).status === 0) return;
  run('apt-get', ['update']);
  run('apt-get', ['install', '--yes', '--no-install-recommends', debian]);
}

/**
 * A Debian of its own in a folder, with what every Debian has and these packages; made once and copied, as that takes
 * minutes.
 */
export function freshDebian(suite: 'bullseye' | 'trixie', packages: readonly string[], folder: string): string {
  need('debootstrap');
  const pattern = join(root, 'node_modules/.cache/retry-desk', ['debian', suite, ...packages].join('-'));
  const part = `${pattern}.part`;
  if (!existsSync(pattern)) {
    rmSync(part, { recursive: true, force: true });
    mkdirSync(part, { recursive: true });
    run('debootstrap', ['--variant=minbase', suite, part]);
    if (packages.length > 0) {
      run('chroot', [part, 'apt-get', 'update']);
      run('chroot', [part, 'apt-get', 'install', '--yes', '--no-install-recommends', ...packages]);
    }
    renameSync(part, pattern);
  }
  run('cp', ['--archive', pattern, folder]);
  return suite;
}
