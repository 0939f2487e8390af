import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Building, buildings, isBuilt, noteBuilt } from '../src/built.ts';
import { root } from '../src/repository.ts';

const web: Building = { name: 'web', of: ['package.json', 'web'], into: 'web/dist' };
const server: Building = { name: 'server', of: ['server', 'web/dist'], into: 'server/dist' };

/** A small project in a folder with a blank, built once; `write` changes a file of it. */
function builtProject(): { folder: string; write(path: string, text: string): void } {
  const folder = mkdtempSync(join(tmpdir(), 'retry desk built-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const path of ['package.json', 'web/src/page.ts', 'web/dist/page.js', 'server/main.ts', 'server/dist/main.js']) {
    write(path, 'as it was');
  }
  noteBuilt(folder, web);
  noteBuilt(folder, server);
  return { folder, write };
}

test('an unchanged build is not made again', () => {
  const { folder, write } = builtProject();
  write('web/node_modules/react/index.js', 'another');
  expect([isBuilt(folder, web), isBuilt(folder, server)]).toEqual([true, true]);
});

test.each([
  ['web/src/page.ts', false, true],
  ['web/src/new.ts', false, true],
  ['package.json', false, true],
  ['server/main.ts', true, false],
  ['server/dist/main.js', true, false],
  ['web/dist/page.js', false, false],
])('after a change of %s what it goes into is built again', (path, webStands, serverStands) => {
  const { folder, write } = builtProject();
  write(path, 'something else');
  expect([isBuilt(folder, web), isBuilt(folder, server)]).toEqual([webStands, serverStands]);
});

test('a build that is missing, or was taken away, is made', () => {
  const { folder } = builtProject();
  rmSync(join(folder, 'web/dist'), { recursive: true });
  expect([isBuilt(folder, web), isBuilt(folder, server)]).toEqual([false, false]);
  expect(isBuilt(mkdtempSync(join(tmpdir(), 'retry-desk-bare-')), web)).toBe(false);
});

test('the files of the real web app and server are known', () => {
  expect(buildings.map(({ name }) => name)).toEqual(['@retry-desk/web', '@retry-desk/bff']);
  expect(() => buildings.map((building) => isBuilt(root, building))).not.toThrow();
});
