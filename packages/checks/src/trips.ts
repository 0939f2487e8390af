import { importsOf, ownFile } from './arrow-faults.ts';

/** The rooms of a trip in order: the files that the numbered list under this heading of a document names first in each line. */
export function roomsUnder(document: string, heading: string): string[] {
  const [, rest = ''] = document.split(`\n### ${heading}\n`);
  const [section = ''] = rest.split(/\n#{2,3} /);
  return Array.from(section.matchAll(/^\d+\. `([^`]+)`/gm), ([, room = '']) => room);
}

/**
 * The faults of a trip, each as a sentence with the remedy. A room is joined to the next one by an import of either,
 * by another room of the trip that imports both, and so hands the one to the other, or by the entry of a package through
 * which the one reaches the other. `texts`: of all files, by path.
 */
export function tripFaults(rooms: readonly string[], texts: ReadonlyMap<string, string>): string[] {
  const missing = rooms.filter((room) => !texts.has(room));
  const twice = rooms.filter((room, place) => rooms.indexOf(room) !== place);
  const imports = new Map(rooms.map((room) => [room, new Set(importedBy(room, texts))]));
  const meets = (one: string, other: string) => imports.get(one)?.has(other) ?? false;
  const apart = rooms.slice(1).flatMap((room, place) => {
    const before = rooms[place] ?? '';
    const isHanded = rooms.some((third) => meets(third, before) && meets(third, room));
    return meets(before, room) || meets(room, before) || isHanded ? [] : [[before, room]];
  });
  return [
    ...missing.map((room) => `${room} is not there: name the file that does its work now`),
    ...twice.map((room) => `${room} is entered twice: a trip does not go back into a room it has left`),
    ...apart.map(([from, to]) => `${from} and ${to} do not meet: name the room between them`),
  ];
}

/** The files that this one imports, and those that the entries of packages it imports hand on. */
function importedBy(file: string, texts: ReadonlyMap<string, string>): string[] {
  return targetsOf(file, texts).flatMap((target) => [target, ...(isEntry(target) ? reachedFrom(target, texts) : [])]);
}

function isEntry(file: string): boolean {
  return /^packages\/[^/]+\/src\/index\.ts$/.test(file);
}

function reachedFrom(entry: string, texts: ReadonlyMap<string, string>): string[] {
  const reached = new Set([entry]);
  for (const file of reached) for (const target of targetsOf(file, texts)) reached.add(target);
  return [...reached];
}

function targetsOf(file: string, texts: ReadonlyMap<string, string>): string[] {
  return importsOf(texts.get(file) ?? '').flatMap((specifier) => ownFile(file, specifier) ?? []);
}
