import { chmodSync, closeSync, lstatSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const OWNER_ONLY = 0o600;
const OTHERS = 0o077;

/** Files of ours by how their names begin: the journal with what SQLite lays beside it and copies of it, the lock, the secret, the ends of its chains. */
const ours = /^(?:retry-desk|session-secret|journal-head)/;

/** Makes a file for this account alone where there is none: SQLite gives what it lays beside it the same rights. */
export function makeOwnFile(path: string): void {
  closeSync(openSync(path, 'a', OWNER_ONLY));
  keepForOwner(path);
}

/** Makes a file private to this account, whatever the umask and its owner are. A failure goes to standard error. */
export function keepForOwner(path: string): void {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile() || (stat.mode & OTHERS) === 0) return;
  try {
    chmodSync(path, OWNER_ONLY);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.emitWarning(`${path} can be read by other accounts, and that cannot be changed (${why})`);
  }
}

/** The same for all files of ours in a folder. */
export function keepFolderForOwner(folder: string): void {
  for (const name of readdirSync(folder)) if (ours.test(name)) keepForOwner(join(folder, name));
}
