import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../src/workspace.ts';

/** The highest of the versions `prefix`N that a program asks its libraries for; 0 where it asks for none. */
function highest(program: Buffer, prefix: string): number {
  let found = 0;
  for (let at = program.indexOf(prefix); at !== -1; at = program.indexOf(prefix, at + 1)) {
    const [, number] = /^(\d+)\0/.exec(program.toString('latin1', at + prefix.length, at + prefix.length + 4)) ?? [];
    found = Math.max(found, Number(number ?? 0));
  }
  return found;
}

test('the Node that is shipped asks for no newer libraries than docs/install.md does: glibc 2.28, and the libstdc++ of RHEL 8', () => {
  const install = readFileSync(join(root, 'docs/install.md'), 'utf8');
  const program = readFileSync(process.execPath);
  const glibc = highest(program, 'GLIBC_2.');
  expect(glibc).toBeGreaterThan(20);
  expect(install).toContain(`glibc 2.${glibc} or newer`);
  // GCC 8.
  expect(highest(program, 'GLIBCXX_3.4.')).toBeLessThanOrEqual(25);
});
