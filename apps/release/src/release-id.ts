import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './workspace.ts';

/** The version of the product, as in the top package.json. */
export const { version }: { version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The commit that is packaged, "-changed" where files differ from it; undefined where there is none. */
export const commit = readCommit();

/** All files of a release carry one date, so that the same commit makes the same bytes: that of the commit. */
export const date = readDate();

function git(...args: string[]): string | undefined {
  // A checkout may belong to somebody else, as in a container that has it mounted.
  const { status, stdout } = spawnSync('git', ['-c', 'safe.directory=*', ...args], { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

function readCommit(): string | undefined {
  const hash = git('rev-parse', 'HEAD');
  return hash === undefined || git('status', '--porcelain') === '' ? hash : `${hash}-changed`;
}

function readDate(): Date {
  const seconds = process.env.SOURCE_DATE_EPOCH ?? git('log', '-1', '--format=%ct') ?? '';
  // Zip archives have no earlier year than 1980.
  return new Date((Number.parseInt(seconds, 10) || Date.UTC(1980, 0, 2) / 1000) * 1000);
}
