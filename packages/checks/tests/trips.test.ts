import { expect, test } from 'vitest';
import { read, sourceFiles } from '../src/repository.ts';
import { roomsUnder, tripFaults } from '../src/trips.ts';

const texts = new Map(sourceFiles().map((file) => [file, read(file)]));
const architecture = read('docs/architecture.md');

test('the trip of a session list goes through at most 18 rooms, each once, each joined to the next', () => {
  const rooms = roomsUnder(architecture, 'From a list of sessions to the bytes of the board');
  expect(rooms.at(0)).toMatch(/^packages\/em-client\/src\/transport\//);
  expect(rooms.at(-1)).toMatch(/^apps\/bff\/src\/board\/publish\//);
  expect(rooms.length).toBeLessThanOrEqual(18);
  expect(tripFaults(rooms, texts)).toEqual([]);
});

test('the trip of a click goes from the web app to the wire, through each room once, each joined to the next', () => {
  const rooms = roomsUnder(architecture, 'From a click to Enterprise Manager');
  expect(rooms.at(0)).toMatch(/^apps\/web\/src\//);
  expect(rooms.at(-1)).toMatch(/^packages\/em-client\/src\/transport\//);
  expect(tripFaults(rooms, texts)).toEqual([]);
});

const a = 'apps/bff/src/board/a.ts';
const b = 'apps/bff/src/board/b.ts';
const c = 'apps/bff/src/board/c.ts';
const entry = 'packages/em-client/src/index.ts';
const inner = 'packages/em-client/src/inner.ts';

test('rooms are joined by an import of either, by a room that imports both, or through the entry of a package', () => {
  const house = new Map([
    [a, "import { b } from './b.ts';"],
    [b, ''],
    [c, "import { b } from './b.ts';\nimport type { A } from './a.ts';\nimport { d } from '@retry-desk/em-client';"],
    [entry, "export * from './inner.ts';"],
    [inner, ''],
  ]);
  expect(tripFaults([a, b, c, inner], house)).toEqual([]);
  expect(tripFaults([b, a, inner], house)).toEqual([`${a} and ${inner} do not meet: name the room between them`]);
});

test('a room that is gone, or entered twice, is a fault', () => {
  const house = new Map([
    [a, "import './b.ts';"],
    [b, ''],
  ]);
  expect(tripFaults([a, b, a], house)).toEqual([expect.stringContaining(`${a} is entered twice`)]);
  expect(tripFaults([a, c], house)).toEqual([
    expect.stringContaining(`${c} is not there`),
    expect.stringContaining('do not meet'),
  ]);
});

test('a trip is read from the numbered list under its heading', () => {
  const text = '\n### One\n\n1. `x.ts` does\n2. `y.ts` and `z.ts`\n\n### Other\n\n1. `z.ts`\n';
  expect([roomsUnder(text, 'One'), roomsUnder(text, 'Other'), roomsUnder(text, 'None')]).toEqual([
    ['x.ts', 'y.ts'],
    ['z.ts'],
    [],
  ]);
});
