import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { root } from './workspace.ts';

/** The version of Node that is shipped: that of the lockfile. */
export const nodeVersion = '24.21.0';

/**
 * The registry's packages with Node for the systems Retry Desk is shipped for, and what their bytes have to be. They are
 * fetched by `pnpm package` alone: an installation of the workspace brings the one for its own machine.
 */
export const nodeBuilds = {
  // As in the lockfile.
  'linux-x64': {
    program: 'bin/node',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux-arm64': {
    program: 'bin/node',
    integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
  'win-x64': {
    program: 'bin/node.exe',
    integrity: 'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
  },
} as const;

export type System = keyof typeof nodeBuilds;

/** Node for a system: the program, and its licence. */
export type NodeBuild = { program: Uint8Array; license: Uint8Array };

const cache = join(root, 'node_modules/.cache/retry-desk');

/**
 * Node for a system: for this machine's as installed by the lockfile, for others from the registry or from an earlier time.
 * @throws Error where it cannot be fetched, or is not what it has to be
 */
export async function nodeFor(system: System): Promise<NodeBuild> {
  const installed = join(root, 'node_modules', `node-${system}`);
  if (existsSync(installed))
    return {
      program: readFileSync(join(installed, nodeBuilds[system].program)),
      license: readFileSync(join(installed, 'LICENSE')),
    };
  const file = join(cache, `node-${system}-${nodeVersion}.tgz`);
  if (!existsSync(file)) fetchPackage(`node-${system}`, file);
  const packed = readFileSync(file);
  const integrity = `sha512-${createHash('sha512').update(packed).digest('base64')}`;
  if (integrity !== nodeBuilds[system].integrity) {
    rmSync(file);
    throw new Error(`node-${system}@${nodeVersion} is not what it has to be: ${integrity}`);
  }
  const wanted = [`package/${nodeBuilds[system].program}`, 'package/LICENSE'];
  const found = await unpackTar(gunzipSync(packed), { filter: ({ name }) => wanted.includes(name) });
  const [program, license] = wanted.map((name) => found.find(({ header }) => header.name === name)?.data);
  if (program === undefined) throw new Error(`node-${system}@${nodeVersion} holds no Node`);
  // The package for Windows comes without it.
  return { program, license: license ?? (await nodeFor('linux-x64')).license };
}

function fetchPackage(name: string, file: string): void {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'fetching-'));
  const { status, stderr, error } = spawnSync(
    'npm',
    ['pack', `${name}@${nodeVersion}`, '--pack-destination', folder, '--ignore-scripts'],
    { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' },
  );
  if (status !== 0) throw new Error(`${name}@${nodeVersion} could not be fetched: ${error?.message ?? stderr}`);
  renameSync(join(folder, `${name}-${nodeVersion}.tgz`), file);
  rmSync(folder, { recursive: true });
}
