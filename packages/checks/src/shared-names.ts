/** The packages whose files can meet in one file: a package and the libraries of the product that it imports. */
const rooms: readonly (readonly string[])[] = [
  ['apps/bff', 'packages/contract', 'packages/em-client', 'packages/failure-causes'],
  ['apps/web', 'packages/contract'],
  ['apps/bench', 'packages/contract', 'packages/em-client'],
  ['apps/e2e'],
  ['apps/release'],
  ['packages/em-simulator'],
  ['packages/test-provider'],
  ['packages/checks'],
];

/** Names of files that every folder of its kind has. */
const usualFiles = new Set(['index.ts', 'routes.ts', 'queries.ts', 'words.ts']);

/** Files whose exports are read through the name of the file alone: `apiPaths.board`, `pages.board`. */
const asNamespace = /\/contract\/src\/(?:api|page)-paths\.ts$|\/web\/src\/lib\/(?:api|page)-addresses\.ts$/;

const exported = /^export (?:declare )?(?:async )?(?:function\*?|const|let|class|type|interface) (\w+)/gm;

/** The source of a package, without tests and released migrations. */
function isSource(file: string, folder: string): boolean {
  return file.startsWith(`${folder}/src/`) && !/\.test\.tsx?$|\/migrations\//.test(file);
}

/** Names that more than one file exports where both can be imported, and names that two files of a package have, as sentences. */
export function sharedNames(texts: ReadonlyMap<string, string>): string[] {
  const faults = new Set<string>();
  for (const room of rooms) {
    const files = [...texts.keys()].filter((file) => room.some((folder) => isSource(file, folder)));
    const names = files
      .filter((file) => !asNamespace.test(file))
      .flatMap((file) => [
        ...new Set([...(texts.get(file) ?? '').matchAll(exported)].map(([, name]) => ({ name, file }))),
      ]);
    for (const [name, places] of Map.groupBy(names, (each) => each.name)) {
      const where = new Set(places.map(({ file }) => file));
      if (where.size > 1) faults.add(`${name}: exported by ${[...where].join(' and ')}`);
    }
    // The simulator has a file for each resource of Enterprise Manager in several folders.
    const own = files.filter((file) => file.startsWith(`${room[0]}/`) && !file.startsWith('packages/em-simulator/'));
    for (const [name, places] of Map.groupBy(own, (file) => file.slice(file.lastIndexOf('/') + 1)))
      if (places.length > 1 && !usualFiles.has(name)) faults.add(`${name}: the name of ${places.join(' and ')}`);
  }
  return [...faults];
}
