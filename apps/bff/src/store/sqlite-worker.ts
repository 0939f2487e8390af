import { statSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import {
  areSame,
  type FileMark,
  type Files,
  type NumberedOrder,
  type Opening,
  type Reply,
  sqliteErrorOf,
} from './sqlite-thread.ts';

// The thread in which SQLite waits for the disk and for locks, so that the server need not. One connection; what is asked
// for is done in the order it comes.

const port = parentPort;
if (port === null) throw new Error('this file is run in a thread: sqlite-thread.ts');

const { file, readOnly, busyMs } = workerData as Opening; // the input of sqlite-thread.ts

function open(): DatabaseSync {
  const opened = new DatabaseSync(file, { readOnly, timeout: busyMs });
  if (readOnly) return opened;
  opened.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
  // Without this REPLACE would remove rows past the guards against removal: https://sqlite.org/lang_replace.html
  opened.exec('PRAGMA recursive_triggers = ON;');
  return opened;
}

const database = open();

function run(sql: string, parameters: readonly unknown[]): Pick<Reply, 'rows' | 'changes' | 'insertId'> {
  const statement = database.prepare(sql);
  const given = parameters.map(value);
  if (statement.columns().length > 0) return { rows: statement.all(...given) };
  const { changes, lastInsertRowid } = statement.run(...given);
  return { rows: [], changes: BigInt(changes), insertId: BigInt(lastInsertRowid) };
}

function value(given: unknown): SQLInputValue {
  if (given === null || typeof given === 'string' || typeof given === 'number' || typeof given === 'bigint')
    return given;
  if (given instanceof Uint8Array) return given;
  throw new TypeError(`SQLite takes text, numbers, bytes and null, not ${typeof given}`);
}

/** A failed statement may have ended its transaction already. */
function rollBack(): void {
  if (database.isTransaction) database.exec('rollback');
}

/** Takes the lock that every write needs, and gives it back. */
function probe(): void {
  database.exec('begin immediate');
  rollBack();
}

function mark(path: string): FileMark {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? null : { inode: `${found.dev}:${found.ino}`, size: Number(found.size) };
}

/**
 * Reads what the path leads to now, which need not be the file that was opened; other files are left alone, and so is an
 * empty one: SQLite would remove its log.
 */
function afresh({
  sql,
  parameters,
  opened,
}: Extract<NumberedOrder, { kind: 'afresh' }>): Pick<Reply, 'rows' | 'files'> {
  const files: Files = { store: mark(file), log: mark(`${file}-wal`) };
  const isOther = opened !== null && !areSame(opened, files);
  if (isOther || files.store === null || files.store.size === 0) return { rows: [], files };
  const other = new DatabaseSync(file, { readOnly: true, timeout: busyMs });
  try {
    return { rows: other.prepare(sql).all(...parameters.map(value)), files };
  } finally {
    other.close();
  }
}

/** The caller has given up and would never learn of it. */
function refuseLate(until: number | null): void {
  if (until !== null && Number(process.hrtime.bigint()) > until) throw new Error('asked for too late');
}

function answer(question: NumberedOrder): Omit<Reply, 'id'> {
  switch (question.kind) {
    case 'run':
      refuseLate(question.until);
      return run(question.sql, question.parameters);
    case 'roll-back':
      rollBack();
      return {};
    case 'afresh':
      refuseLate(question.until);
      return afresh(question);
    case 'probe':
      probe();
      return {};
    case 'close':
      database.close();
      return {};
  }
}

port.on('message', (question: NumberedOrder) => {
  let reply: Reply = { id: question.id };
  try {
    reply = { id: question.id, ...answer(question) };
  } catch (error) {
    reply = { id: question.id, error: sqliteErrorOf(error) };
  }
  port.postMessage(reply);
  if (question.kind === 'close') port.close();
});
