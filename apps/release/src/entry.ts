import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file, a symbolic link or, with neither data nor target, a folder of an archive. */
export type Entry = {
  /** With forward slashes, without a leading one. */
  path: string;
  mode: number;
  data?: Uint8Array;
  target?: string;
  /** The number of its user and group; 0 is root. */
  owner?: number;
};

/** A file of an archive, readable by everybody. */
export function fileOf(path: string, data: Uint8Array | string, mode = 0o644): Entry {
  return { path, mode, data: typeof data === 'string' ? Buffer.from(data) : data };
}

/** All files below a folder, by their paths in it. */
export function filesBelow(folder: string): Entry[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile())
    .map((found) => join(found.parentPath, found.name))
    .map((path) => fileOf(path.slice(folder.length + 1), readFileSync(path)));
}

/** The same entries in a folder. */
export function inFolder(folder: string, entries: readonly Entry[]): Entry[] {
  return entries.map((entry) => ({ ...entry, path: `${folder}/${entry.path}` }));
}

/** Sorted by path, with an entry for each folder that has none. */
export function withFolders(entries: readonly Entry[]): Entry[] {
  const all = new Map(entries.map((entry) => [entry.path, entry]));
  for (const { path } of entries)
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (!all.has(folder)) all.set(folder, { path: folder, mode: 0o755 });
    }
  return [...all.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
