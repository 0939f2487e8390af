import {
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { headText } from './chain.ts';
import { chainNames } from './chain-tables.ts';
import { HEAD_FILE } from './head-file.ts';
import { migrationsFor } from './migrations/list.ts';
import { SECRET_FILE } from './session-secret.ts';
import { STORE_FILE } from './sqlite.ts';
import { sqliteCause } from './sqlite-cause.ts';
import { StoreOpenError } from './store-error.ts';
import { BACKUP_ROW, BACKUP_SECRET_ROW } from './write-backup.ts';

/** A backup that lies beside the place of the journal, to be looked at before it is put there. */
export type Restoring = {
  /** Holds the journal and its secret as DATA_DIR would. */
  folder: string;
  /** When it was made, and by which version. */
  about: { version: string; at: string };
  hasSecret: boolean;
  /** Whether this version has changes of the schema that it has not. */
  isOlder: boolean;
  putInPlace(): void;
  giveUp(): void;
};

/**
 * Unpacks a backup in a folder inside of DATA_DIR.
 * @throws StoreOpenError where DATA_DIR holds a journal, or the file is no whole backup that this version can use
 */
export function beginRestore(dataDir: string, file: string): Restoring {
  const there = [STORE_FILE, SECRET_FILE, HEAD_FILE].filter((name) => existsSync(join(dataDir, name)));
  if (there.length > 0)
    throw new StoreOpenError(
      `DATA_DIR ${dataDir} holds a journal already (${there.join(', ')}), which is not overwritten: stop the server and move them elsewhere, or give another DATA_DIR.`,
    );
  refusePart(file);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(join(dataDir, 'restoring-'));
  const giveUp = () => rmSync(folder, { recursive: true, force: true });
  try {
    copyFileSync(file, join(folder, STORE_FILE));
    return { folder, giveUp, putInPlace: () => putInPlace(folder, dataDir), ...unpack(folder) };
  } catch (error) {
    giveUp();
    if (error instanceof StoreOpenError) throw error;
    throw new StoreOpenError(`${file} cannot be restored: ${sqliteCause(error)}`, { cause: error });
  }
}

/** A copy that was made by hand may lack what was in the write-ahead log, and nothing in it would show that. */
function refusePart(file: string): void {
  let rows: unknown[];
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    rows = database.prepare('select 1 from shared_secrets where name = ?').all(BACKUP_ROW);
    database.close();
  } catch (error) {
    throw new StoreOpenError(`${file} is no backup of Retry Desk: ${sqliteCause(error)}`, { cause: error });
  }
  if (rows.length > 0) return;
  throw new StoreOpenError(
    `${file} was not made by retry-desk backup: a copy of ${STORE_FILE} alone may not be whole, as the newest entries lie in ${STORE_FILE}-wal. ` +
      'Give a file that retry-desk backup has made; a copy of all files of DATA_DIR together is put back as it is, without this command.',
  );
}

function unpack(folder: string): Pick<Restoring, 'about' | 'hasSecret' | 'isOlder'> {
  const database = new DatabaseSync(join(folder, STORE_FILE));
  try {
    const applied = database
      .prepare('select name from kysely_migration')
      .all()
      .map(({ name }) => String(name));
    const known = Object.keys(migrationsFor('sqlite'));
    const later = applied.filter((name) => !known.includes(name));
    if (later.length > 0)
      throw new StoreOpenError(
        `The backup was made by a newer Retry Desk (${later.join(', ')}): restore it with that version or a newer one.`,
      );
    const read = database.prepare('select value from shared_secrets where name = ?');
    const about: Restoring['about'] = JSON.parse(String(read.get(BACKUP_ROW)?.value));
    const secret = read.get(BACKUP_SECRET_ROW)?.value;
    if (secret !== undefined) writeFileSync(join(folder, SECRET_FILE), String(secret), { mode: 0o600 });
    database.prepare('delete from shared_secrets where name in (?, ?)').run(BACKUP_ROW, BACKUP_SECRET_ROW);
    // Where no chain had begun yet there is no end of one.
    const heads = database.prepare('select chain, seq, mac from chain_heads where seq > 0').all();
    const text = chainNames.flatMap((chain) =>
      heads
        .filter((head) => head.chain === chain)
        .map(({ seq, mac }) => `${headText(chain, { seq: Number(seq), mac: String(mac) })}\n`),
    );
    if (text.length > 0) writeFileSync(join(folder, HEAD_FILE), text.join(''), { mode: 0o600 });
    return { about, hasSecret: secret !== undefined, isOlder: applied.length < known.length };
  } finally {
    database.close();
  }
}

/** The journal last: until then nothing is taken for one. An administrator with all rights makes files for the owner of DATA_DIR. */
function putInPlace(folder: string, dataDir: string): void {
  const { uid, gid } = statSync(dataDir);
  for (const name of [SECRET_FILE, HEAD_FILE, STORE_FILE]) {
    const from = join(folder, name);
    if (!existsSync(from)) continue;
    if (process.getuid?.() === 0) chownSync(from, uid, gid);
    renameSync(from, join(dataDir, name));
  }
  rmSync(folder, { recursive: true, force: true });
}
