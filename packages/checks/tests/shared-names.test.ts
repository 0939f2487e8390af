import { expect, test } from 'vitest';
import { read, sourceFiles } from '../src/repository.ts';
import { sharedNames } from '../src/shared-names.ts';

/** Names that may mean two things, each with its reason. */
const allowed: Readonly<Record<string, string>> = {
  WallCode: 'the component draws what the contract calls so',
  'urgency.ts': 'the order of failed jobs, and that order for the shape of the wall',
};

test('a name means one thing: no two files that can be imported together export it, or are called the same', () => {
  const faults = sharedNames(new Map(sourceFiles().map((file) => [file, read(file)])));
  expect(faults.filter((fault) => !Object.hasOwn(allowed, fault.slice(0, fault.indexOf(':'))))).toEqual([]);
  const met = faults.map((fault) => fault.slice(0, fault.indexOf(':')));
  expect(Object.keys(allowed).filter((name) => !met.includes(name))).toEqual([]);
});

test.each([
  ['in one package', ['apps/bff/src/a/x.ts', 'apps/bff/src/b/y.ts'], 1],
  ['in a package and a library that it imports', ['apps/bff/src/a/x.ts', 'packages/contract/src/y.ts'], 1],
  ['in two packages that never meet', ['apps/bff/src/a/x.ts', 'apps/web/src/y.ts'], 0],
  ['in a file and its test', ['apps/bff/src/a/x.ts', 'apps/bff/src/a/x.test.ts'], 0],
  [
    'in the paths of the API, which are read by their own name',
    ['apps/bff/src/a/x.ts', 'packages/contract/src/api-paths.ts'],
    0,
  ],
])('a name that is exported %s', (_where, files, count) => {
  expect(sharedNames(new Map(files.map((file) => [file, 'export type Lease = string;'])))).toHaveLength(count);
});

test('a name that two files of a package have, but for those that every folder has', () => {
  const empty = (...files: string[]) => sharedNames(new Map(files.map((file) => [file, ''])));
  expect(empty('apps/bff/src/store/lease.ts', 'apps/bff/src/retries/lease.ts')).toHaveLength(1);
  expect(empty('apps/bff/src/board/routes.ts', 'apps/bff/src/retries/routes.ts')).toEqual([]);
});
