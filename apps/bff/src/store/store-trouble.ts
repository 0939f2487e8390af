import { JournalLostError } from './journal-lost.ts';
import { SqliteError } from './sqlite-thread.ts';
import { StoreSilentError } from './within.ts';

/** Result codes of SQLite, https://sqlite.org/rescode.html: primary ones, and extended ones with more detail. */
const ofSqlite: Readonly<Record<number, string>> = {
  5: 'another process keeps it locked',
  6: 'another process keeps it locked',
  8: 'it may not be written to',
  10: 'its disk reports errors',
  11: 'its file is damaged',
  13: 'its disk is full',
  14: 'its file cannot be opened',
  26: 'its file is damaged',
  // A quota or a limit of the process ends a write like this, a disk that breaks does too.
  778: 'its disk takes no more writes',
};

/** Codes of PostgreSQL, https://www.postgresql.org/docs/current/errcodes-appendix.html, and of the network. */
const ofPostgres: Readonly<Record<string, string>> = {
  '25006': 'it may not be written to',
  '3D000': 'its database is gone',
  '42P01': 'its tables are gone',
  '42501': 'the account has no right to it',
  '53100': 'its disk is full',
  '53300': 'it has no connection left',
  '55P03': 'another connection keeps it locked',
  '57014': 'it took too long',
  '57P01': 'it is being stopped',
  '57P02': 'it has broken down',
  '57P03': 'it is being started or stopped',
  '58030': 'its disk reports errors',
  ECONNREFUSED: 'it cannot be reached',
  ECONNRESET: 'the connection to it was lost',
  EHOSTUNREACH: 'it cannot be reached',
  ENOTFOUND: 'its address is not known',
  ETIMEDOUT: 'it cannot be reached',
};

/** Why the store failed, in words that anybody may read; null where we have none. */
export function troubleOf(error: unknown): string | null {
  if (error instanceof StoreSilentError) return 'it does not respond';
  if (error instanceof JournalLostError) return error.message;
  if (error instanceof SqliteError) {
    const { code } = error;
    return code === null ? null : (ofSqlite[code] ?? ofSqlite[code & 0xff] ?? null);
  }
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return (typeof code === 'string' && ofPostgres[code]) || null;
}

/** SQLite's "malformed" and "not a database"; PostgreSQL's "data corrupted" and "index corrupted". */
const damaged = new Set<unknown>([11, 26, 'XX001', 'XX002']);

/** Whether the pages of the store are damaged. */
export function isDamage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const codes: unknown[] = [Reflect.get(error, 'code'), Reflect.get(error, 'errcode')];
  return codes.some((code) => damaged.has(typeof code === 'number' ? code & 0xff : code));
}
