import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { type Heads, headText } from './chain.ts';
import { HEAD_FILE, storedHeads } from './head-file.ts';
import { JournalLostError } from './journal-lost.ts';
import { endsQuery } from './journal-writer.ts';
import type { Database } from './schema.ts';
import { SECRET_FILE } from './session-secret.ts';
import { type EmbeddedStore, STORE_FILE } from './sqlite.ts';
import { areSame, type Files } from './sqlite-thread.ts';
import { StoreOpenError } from './store-error.ts';

/** The files that an earlier server has left in DATA_DIR beside its journal. */
function traces(dataDir: string): string[] {
  return [SECRET_FILE, HEAD_FILE].filter((name) => existsSync(join(dataDir, name)));
}

function gone(dataDir: string): StoreOpenError {
  return new StoreOpenError(
    `DATA_DIR ${dataDir} holds no journal any more, or an empty one, but a server has kept one there (${traces(dataDir).join(', ')}): ` +
      `it was removed, emptied, or copied without ${STORE_FILE}-wal. Put it back from a backup. To begin a new one, take ` +
      `${traces(dataDir).join(' and ')} away as well: what was retried is not known then, and everybody signs in again.`,
  );
}

/** Before the store is opened, which would make a new one. @throws StoreOpenError where there has been one */
export function refuseWithoutFile(dataDir: string): void {
  if (traces(dataDir).length === 0) return;
  const path = join(dataDir, STORE_FILE);
  if (!existsSync(path) || statSync(path).size === 0) throw gone(dataDir);
}

/** Before the schema is made. @throws StoreOpenError where there has been a journal and this has nothing in it */
export async function refuseEmptied(dataDir: string, db: Kysely<Database>): Promise<void> {
  if (traces(dataDir).length === 0) return;
  const { rows } = await sql<{ found: number }>`select count(*) as found from sqlite_master`.execute(db);
  if (Number(rows[0]?.found) === 0) throw gone(dataDir);
}

/**
 * Checks, before anything is appended, that the store holds the last entry, by the file beside it.
 * @throws StoreOpenError where it is an older copy
 */
export async function refuseOlder(dataDir: string, db: Kysely<Database>): Promise<void> {
  for (const head of storedHeads(dataDir)) {
    const entry = db.selectFrom('chain_entries').select('mac').where('chain', '=', head.chain);
    const found = await entry.where('seq', '=', head.seq).executeTakeFirst();
    if (found?.mac === head.mac) continue;
    throw new StoreOpenError(
      `The journal in DATA_DIR ${dataDir} is not the one this server has written last: it lacks ${headText(head.chain, head)}, ` +
        `which ${HEAD_FILE} names. It is an older copy, or was copied without ${STORE_FILE}-wal. Put the newer one back; where an ` +
        `older one is meant, take ${HEAD_FILE} away: what was retried since is not known then.`,
    );
  }
}

/** Reads entries as the paths lead to them now. @throws JournalLostError where these are not the files that were opened */
export function askFiles(db: Kysely<Database>, embedded: Pick<EmbeddedStore, 'askAfresh'>) {
  let opened: Files | null = null;

  function compare(files: Files): void {
    if (files.store === null) throw new JournalLostError('its file has been removed while the server runs');
    if (files.store.size === 0) throw new JournalLostError('its file has been emptied while the server runs');
    const before = opened ?? files;
    if (files.store.inode !== before.store?.inode)
      throw new JournalLostError('its file has been replaced by another while the server runs');
    if (!areSame(before, files))
      throw new JournalLostError('its write-ahead log has been taken away while the server runs');
    // The log is made with the first write, and stays until the store is closed.
    opened = { store: before.store, log: before.log ?? files.log };
  }

  return async (ends: Heads): Promise<{ chain: string; mac: string }[]> => {
    const { rows = [], files } = await embedded.askAfresh(endsQuery(db, ends).compile(), opened);
    if (files !== undefined) compare(files);
    return rows as { chain: string; mac: string }[]; // the columns of the statement
  };
}
