import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './workspace.ts';

/** A library that the product holds something of. */
export type Library = { name: string; version: string; license: string; licenseText: string };

/** The helpers that build tools add themselves, by the tool. */
const helpers: readonly [RegExp, string][] = [
  [/^\0(?:rolldown|@oxc-project)\b/, 'rolldown'],
  [/^\0vite\b/, 'vite'],
];

/** The libraries that something of was taken into a bundle, by the files it was built of. */
export function librariesOf(sources: readonly string[]): Library[] {
  const folders = new Set(sources.flatMap((file) => [...ownFolder(file), ...importedFolders(file)]));
  const libraries = new Map(
    [...folders].map(libraryIn).map((library) => [`${library.name}@${library.version}`, library]),
  );
  return [...libraries.keys()].toSorted().flatMap((key) => libraries.get(key) ?? []);
}

/** The folder of the library that a file belongs to; none of our own files. */
function ownFolder(file: string): string[] {
  const helper = helpers.find(([pattern]) => pattern.test(file))?.[1];
  if (helper !== undefined) return [realpathSync(join(root, 'apps/release/node_modules', helper))];
  // Typefaces are named as seen from the web app.
  const path = file.replace(/^\0|\?.*$/g, '').replace(/^(?:\.\.\/)+(?=node_modules\/)/, root);
  const [, folder] = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
  return folder === undefined ? [] : [folder];
}

/** Style sheets name libraries that have left no file of their own in the bundle. */
function importedFolders(file: string): string[] {
  if (!file.endsWith('.css') || file.includes('/node_modules/')) return [];
  const imports = readFileSync(file, 'utf8').matchAll(/@import "((?:@[^/"]+\/)?[^/"]+)/g);
  return [...imports].map(([, name = '']) => realpathSync(join(root, 'apps/web/node_modules', name)));
}

function libraryIn(folder: string): Library {
  const { name, version, license }: Partial<Library> = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (name === undefined || version === undefined || license === undefined)
    throw new Error(`${folder} has no name, version or licence: it cannot be listed`);
  return { name, version, license, licenseText: licenseTextIn(folder) };
}

function licenseTextIn(folder: string): string {
  const names = readdirSync(folder).filter((name) => /^(?:licen[cs]e|copying|notice|third-party)/i.test(name));
  const readme = ['README.md', 'readme.md', 'Readme.md'].find((name) => existsSync(join(folder, name)));
  if (names.length > 0) return names.map((name) => readFileSync(join(folder, name), 'utf8').trim()).join('\n\n');
  const [, section] =
    /\n#+ licen[cs]e\s+([\s\S]+)/i.exec(readme ? readFileSync(join(folder, readme), 'utf8') : '') ?? [];
  return section?.trim() ?? 'The package comes without the text of its licence.';
}

/** One text with the licence of each library. */
export function licensesText(libraries: readonly Library[]): string {
  const intro = 'Retry Desk holds parts of these libraries. Each is named with its version and its licence.\n';
  const parts = libraries.map(
    ({ name, version, license, licenseText }) =>
      `${'='.repeat(80)}\n${name} ${version}: ${license}\n\n${licenseText}\n`,
  );
  return [intro, ...parts].join('\n');
}
