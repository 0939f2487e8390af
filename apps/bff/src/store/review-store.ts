import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { refuseOlder, refuseWithoutFile } from './journal-files.ts';
import { pendingMigrations } from './migrate.ts';
import { openForReading, type StoreOptions } from './open-store.ts';
import { STORE_FILE } from './sqlite.ts';
import { sqliteCause } from './sqlite-cause.ts';
import { StoreOpenError } from './store-error.ts';

/** `pending`: changes of the schema that the next start makes. */
export type StoreReview = { isThere: boolean; pending: string[] };

/** Whether a start could use the store, as far as that can be seen without changing it. @throws StoreOpenError */
export async function reviewStore(options: StoreOptions): Promise<StoreReview> {
  const { databaseUrl, dataDir } = options;
  if (databaseUrl === undefined) {
    refuseUnwritable(dataDir);
    refuseWithoutFile(dataDir);
    if (!existsSync(join(dataDir, STORE_FILE))) return { isThere: false, pending: [] };
  }
  const store = await openForReading(options);
  try {
    const { applied, pending } = await pendingMigrations(store.db, store.kind);
    if (pending.length === 0) await store.probe();
    if (databaseUrl === undefined) await refuseOlder(dataDir, store.db);
    return { isThere: applied > 0, pending };
  } catch (error) {
    if (error instanceof StoreOpenError) throw error;
    throw new StoreOpenError(`The journal cannot be read: ${sqliteCause(error)}`, { cause: error });
  } finally {
    await store.close();
  }
}

/** The directory itself, or the nearest one above it in which it would be made. */
function refuseUnwritable(dataDir: string): void {
  let nearest = resolve(dataDir);
  while (!existsSync(nearest) && dirname(nearest) !== nearest) nearest = dirname(nearest);
  try {
    if (!statSync(nearest).isDirectory()) throw Object.assign(new Error(`${nearest} is a file`), { code: 'ENOTDIR' });
    accessSync(nearest, constants.R_OK | constants.W_OK | constants.X_OK);
    const file = join(nearest, STORE_FILE);
    if (existsSync(file)) accessSync(file, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw new StoreOpenError(`DATA_DIR ${dataDir} cannot be used: ${sqliteCause(error)}`, { cause: error });
  }
}
