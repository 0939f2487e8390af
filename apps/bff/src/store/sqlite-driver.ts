import { CompiledQuery, type DatabaseConnection, type Driver, type QueryResult, SelectQueryNode } from 'kysely';
import type { JournalWatch } from './journal-watch.ts';
import { type Files, type Reply, SqliteError, type SqliteThread } from './sqlite-thread.ts';
import { createTurns, type Turns } from './turns.ts';
import { StoreSilentError, within } from './within.ts';

/** Primary result codes of SQLite for a conflict with another process: https://sqlite.org/rescode.html */
const BUSY = new Set([5, 6]);

export type SqliteThreads = { writer: SqliteThread; reader: SqliteThread; watch: JournalWatch };

/** Whether SQLite could not get at its file because somebody else holds it. */
function isBusy(error: unknown): boolean {
  return error instanceof SqliteError && error.code !== null && BUSY.has(error.code & 0xff);
}

type Shared = SqliteThreads & { turns: Turns };

/**
 * SQLite in threads: one writes, one statement or transaction at a time; another one reads what is committed, so that who
 * only reads does not wait for who writes. Every call has a bound.
 */
export class ThreadedSqliteDriver implements Driver {
  readonly #shared: Shared;

  constructor(threads: SqliteThreads) {
    this.#shared = { ...threads, turns: createTurns() };
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<ThreadedConnection> {
    return new ThreadedConnection(this.#shared);
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await own(connection).begin();
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await own(connection).executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    own(connection).rollBack();
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    own(connection).release();
  }

  /** Whether the writer responds. @throws where it does not; the caller informs the watch */
  async probe(): Promise<void> {
    const { writer, watch, turns } = this.#shared;
    const giveBack = await takeTurn(turns, watch.patienceMs);
    const answer = writer.ask({ kind: 'probe' });
    answer.catch(() => undefined).finally(giveBack);
    await within(watch.patienceMs, answer);
    watch.responded();
  }

  /** Reads past the connections that are open, with what the paths lead to now. */
  async askAfresh({ sql, parameters }: CompiledQuery, opened: Files | null): Promise<Pick<Reply, 'rows' | 'files'>> {
    const { reader, watch } = this.#shared;
    const beganAt = performance.now();
    const ms = watch.patienceMs;
    try {
      return await within(ms, reader.ask({ kind: 'afresh', sql, parameters, until: deadline(ms), opened }));
    } catch (error) {
      if (error instanceof StoreSilentError || isBusy(error)) watch.silent(beganAt);
      throw error;
    }
  }

  async destroy(): Promise<void> {
    const { writer, reader, watch } = this.#shared;
    watch.stop();
    // The last connection that is closed puts the journal of writes into the file: it may not be the one that only reads.
    await reader.close();
    await writer.close();
  }
}

/** On the clock that all threads share, nanoseconds. */
function deadline(ms: number): number | null {
  return ms === Number.POSITIVE_INFINITY ? null : Number(process.hrtime.bigint()) + ms * 1e6;
}

function own(connection: DatabaseConnection): ThreadedConnection {
  if (connection instanceof ThreadedConnection) return connection;
  throw new TypeError('a connection of another driver');
}

async function takeTurn(turns: Turns, ms: number): Promise<() => void> {
  const turn = turns.take();
  try {
    return await within(ms, turn);
  } catch (error) {
    void turn.then((giveBack) => giveBack());
    throw error;
  }
}

class ThreadedConnection implements DatabaseConnection {
  readonly #shared: Shared;
  /** Gives the turn to write back; null outside a transaction. */
  #giveBack: (() => void) | null = null;

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  async begin(): Promise<void> {
    const { turns, watch } = this.#shared;
    const beganAt = performance.now();
    try {
      this.#giveBack = await takeTurn(turns, watch.patienceMs);
      await this.#write(CompiledQuery.raw('begin'));
    } catch (error) {
      this.#note(error, beganAt);
      // Begun after all, or not: nobody goes on with it.
      this.rollBack();
      throw error;
    }
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const beganAt = performance.now();
    try {
      return await this.#execute<R>(query);
    } catch (error) {
      this.#note(error, beganAt);
      throw error;
    }
  }

  // biome-ignore lint/correctness/useYield: Kysely asks for a generator; nothing here reads row by row
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('rows are not read one by one from this store');
  }

  /** Not awaited: the thread does it before any later request. */
  rollBack(): void {
    if (this.#giveBack !== null) void this.#shared.writer.ask({ kind: 'roll-back' }).catch(() => undefined);
  }

  release(): void {
    this.#giveBack?.();
    this.#giveBack = null;
  }

  async #execute<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { turns, watch, reader } = this.#shared;
    if (this.#giveBack !== null) return this.#write<R>(query);
    if (SelectQueryNode.is(query.query)) return this.#ask<R>(reader, query);
    const giveBack = await takeTurn(turns, watch.patienceMs);
    try {
      return await this.#write<R>(query);
    } finally {
      giveBack();
    }
  }

  async #write<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { writer, watch } = this.#shared;
    const result = await this.#ask<R>(writer, query);
    // To begin a transaction nothing is touched yet.
    if (query.sql !== 'begin') watch.responded();
    return result;
  }

  async #ask<R>(thread: SqliteThread, { sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const ms = this.#shared.watch.patienceMs;
    const answer = thread.ask({ kind: 'run', sql, parameters, until: deadline(ms) });
    const { rows = [], changes, insertId } = await within(ms, answer);
    return {
      rows: rows as R[], // the columns of the query, as Kysely has typed it
      ...(changes === undefined ? {} : { numAffectedRows: changes }),
      ...(insertId === undefined ? {} : { insertId }),
    };
  }

  #note(error: unknown, beganAt: number): void {
    if (error instanceof StoreSilentError || isBusy(error)) this.#shared.watch.silent(beganAt);
  }
}
