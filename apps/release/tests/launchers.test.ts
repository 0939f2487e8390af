import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { shellLauncher } from '../src/launchers.ts';

/** Variables of the process that the command starts, where it was started with these. */
function environmentOf(given: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'retry-desk-launcher-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'bin'));
  for (const [name, text] of Object.entries({ 'retry-desk': shellLauncher, 'bin/node': '#!/bin/sh\nenv\n' })) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
  const { PATH = '' } = process.env;
  return spawnSync(join(folder, 'retry-desk'), { encoding: 'utf8', env: { PATH, ...given } }).stdout.split('\n');
}

test('the command on Linux sets the allocator of the process, where the environment does not', () => {
  expect(environmentOf({})).toEqual(expect.arrayContaining(['MALLOC_ARENA_MAX=1', 'MALLOC_TRIM_THRESHOLD_=131072']));
  expect(environmentOf({ MALLOC_ARENA_MAX: '4' })).toEqual(
    expect.arrayContaining(['MALLOC_ARENA_MAX=4', 'MALLOC_TRIM_THRESHOLD_=131072']),
  );
});
