import { expect, test } from 'vitest';
import { importCircles } from '../src/import-circles.ts';
import { read, sourceFiles } from '../src/repository.ts';

const a = 'apps/bff/src/board/a.ts';
const b = 'apps/bff/src/board/b.ts';
const c = 'apps/bff/src/mirror/c.ts';

test('no files of the project import each other in a circle', () => {
  expect(importCircles(new Map(sourceFiles().map((file) => [file, read(file)])))).toEqual([]);
});

test.each([
  [
    'two files',
    [
      [a, "import { b } from './b.ts';"],
      [b, "import { a } from './a.ts';"],
    ],
    [a, b],
  ],
  [
    'types alone',
    [
      [a, "import type { B } from './b.ts';"],
      [b, "export type { A } from './a.ts';"],
    ],
    [a, b],
  ],
  [
    'what is fetched later',
    [
      [a, "const b = await import('./b.ts');"],
      [b, "import { a } from './a.ts';"],
    ],
    [a, b],
  ],
  [
    'a longer way, by aliases',
    [
      [a, "import { b } from './b.ts';"],
      [b, "import { c } from '#mirror/c.ts';"],
      [c, "import type { A } from '#board/a.ts';"],
    ],
    [a, b, c],
  ],
] as const)('a circle is found: %s', (_title, files, circle) => {
  const found = importCircles(new Map(files.map(([path, text]) => [path, text])));
  expect(found).toEqual([expect.stringContaining(`${circle.join(' → ')} → ${circle[0]}: a circle of imports`)]);
});

test('files that meet at a third one are no circle', () => {
  const texts = [
    [a, "import { c } from '#mirror/c.ts';"],
    [b, "import './a.ts';\nimport '#mirror/c.ts';"],
    [c, ''],
  ] as const;
  expect(importCircles(new Map(texts))).toEqual([]);
});
