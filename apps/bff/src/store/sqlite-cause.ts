import { SqliteError, sqliteErrorOf } from './sqlite-thread.ts';
import { troubleOf } from './store-trouble.ts';

const locked = 'end the program that has it open (a copy, a virus scanner, another server)';
const folder = 'give a directory that this account may write to';
const room = 'make room on the disk of DATA_DIR';

/** Primary result codes of SQLite, https://sqlite.org/rescode.html, and of the file system, with what to do about them. */
const gives: Readonly<Record<number | string, string>> = {
  5: locked,
  6: locked,
  8: 'give this account the right to write to it and to its folder',
  10: 'check the disk, its quota and the room on it',
  11: 'put it back from a backup',
  13: room,
  14: 'give this account the right to read and write in its folder; a folder of that name must not be there',
  26: 'it is no SQLite file, or its beginning is damaged; put it back from a backup',
  EACCES: folder,
  EPERM: folder,
  EROFS: 'its disk is mounted for reading only; give a directory on another one',
  ENOSPC: room,
  ENOTDIR: 'a part of the path is a file; give the path of a directory',
  EEXIST: 'it is a file; give the path of a directory',
  EISDIR: 'a folder stands where a file belongs; take it away',
};

/** Whether somebody else holds a file of SQLite. */
export function isLocked(error: unknown): boolean {
  const { code } = sqliteErrorOf(error);
  return code !== null && [5, 6].includes(code & 0xff);
}

/** Why the embedded store cannot be opened, and what an administrator does about it. */
export function sqliteCause(error: unknown): string {
  const { message, code } = error instanceof SqliteError ? error : sqliteErrorOf(error);
  const system: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  const trouble = troubleOf(new SqliteError(message, code)) ?? troubleOf(error);
  const key = code === null ? system : code & 0xff;
  const give = typeof key === 'string' || typeof key === 'number' ? gives[key] : undefined;
  return `${trouble === null ? message : `${trouble} (${message})`}: ${give ?? 'check the disk and the rights on it'}.`;
}
