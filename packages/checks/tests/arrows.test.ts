import { expect, test } from 'vitest';
import { arrowFaults, importsOf } from '../src/arrow-faults.ts';
import { read, sourceFiles } from '../src/repository.ts';

test('every import of the project goes the way the house is drawn', () => {
  expect(sourceFiles().flatMap((file) => arrowFaults(file, read(file)))).toEqual([]);
});

test('imports are found in every form they are written in', () => {
  const text = `import a from 'a';\nimport type { B } from "b";\nimport {\n  c,\n} from './c.ts';\nexport * from './d.ts';\nconst e = import('e');\nimport './f.css';`;
  expect(importsOf(text)).toEqual(['a', 'b', './c.ts', './d.ts', 'e', './f.css']);
});

test.each([
  ['a feature of the server that imports another', 'apps/bff/src/board/x.ts', "import { y } from '#retries/desk.ts';"],
  ['the same by a relative path', 'apps/bff/src/board/x.ts', "import { y } from '../retries/desk.ts';"],
  ['Express outside http', 'apps/bff/src/access/x.ts', "import express from 'express';"],
  ['the simulator in the product', 'apps/bff/src/board/x.ts', "import { z } from '@retry-desk/em-simulator';"],
  ['the client in the simulator', 'packages/em-simulator/src/x.ts', "import { z } from '@retry-desk/em-client';"],
  [
    'a feature of the web app that imports another',
    'apps/web/src/features/board/x.ts',
    "import { y } from '#features/wall/y.ts';",
  ],
  ['a primitive that fetches', 'apps/web/src/ui/x.tsx', "import { y } from '#api/request.ts';"],
  ['a library that is foreign to the contract', 'packages/contract/src/x.ts', "import express from 'express';"],
  ['a file that belongs nowhere', 'tools/x.ts', ''],
])('%s is a fault', (_title, file, text) => {
  expect(arrowFaults(file, text)).toHaveLength(1);
});
