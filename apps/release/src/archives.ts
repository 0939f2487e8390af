import { gzipSync } from 'node:zlib';
import { type ZipOptions, type Zippable, zipSync } from 'fflate';
import { packTar, type TarEntry } from 'modern-tar';
import { type Entry, withFolders } from './entry.ts';
import { date } from './release-id.ts';

/** The bytes of a tar archive: sorted, owned by root where no other owner is given, of one date. */
export async function tarOf(entries: readonly Entry[], prefix = ''): Promise<Uint8Array> {
  return await packTar(withFolders(entries).map((entry) => tarEntry(entry, prefix)));
}

function tarEntry({ path, mode, data, target, owner = 0 }: Entry, prefix: string): TarEntry {
  const common = { name: `${prefix}${path}`, mode, mtime: date, uid: owner, gid: owner };
  if (target !== undefined) return { header: { ...common, type: 'symlink', linkname: target, size: 0 } };
  if (data === undefined) return { header: { ...common, name: `${common.name}/`, type: 'directory', size: 0 } };
  return { header: { ...common, type: 'file', size: data.length }, body: data };
}

/** Compressed so that the same bytes come out on every system: the header names none, and no date. */
export function gzip(data: Uint8Array, level: number): Uint8Array {
  const compressed = gzipSync(data, { level });
  compressed[9] = 255;
  return compressed;
}

/** The bytes of a zip archive. */
export function zipOf(entries: readonly Entry[], level: number): Uint8Array {
  // Zip dates have no time zone: the local time of every machine is made to show that of UTC.
  const mtime = new Date(date.getTime() + date.getTimezoneOffset() * 60_000);
  const options = { mtime, level: level as NonNullable<ZipOptions['level']> }; // the same numbers as zlib's
  const files: Zippable = {};
  for (const { path, data } of withFolders(entries)) if (data !== undefined) files[path] = [data, options];
  return zipSync(files);
}
