import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

/** TypeScript beside this file, or built beside the built server. */
const source = new URL(`./sqlite-worker${extname(import.meta.url)}`, import.meta.url);

/** More than the rows of any one request need: a larger result ends the thread, not the server. */
const resourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 8 };
/** A thread that waits for its disk cannot be ended in an orderly way. */
const CLOSE_MS = 2_000;

export type Opening = { file: string; readOnly: boolean; busyMs: number };

/** `until`: nanoseconds of the clock that all threads share; the request is not begun after this. */
type Order =
  | { kind: 'run'; sql: string; parameters: readonly unknown[]; until: number | null }
  | { kind: 'roll-back' }
  | { kind: 'probe' }
  | { kind: 'afresh'; sql: string; parameters: readonly unknown[]; until: number | null; opened: Files | null }
  | { kind: 'close' };
export type NumberedOrder = Order & { id: number };

/** A file as its path leads to it now; null where there is none. */
export type FileMark = { inode: string; size: number } | null;
/** The store and its write-ahead log. */
export type Files = { store: FileMark; log: FileMark };

/** Whether these are the files that were opened; a log that was not there yet may have come since. */
export function areSame(opened: Files, now: Files): boolean {
  return opened.store?.inode === now.store?.inode && (opened.log === null || opened.log.inode === now.log?.inode);
}

export type Reply = {
  id: number;
  rows?: unknown[];
  /** From the files at their paths now, where that was requested. */
  files?: Files;
  changes?: bigint;
  insertId?: bigint;
  error?: { message: string; code: number | null } | undefined;
};

/** An error of SQLite. `code`: its extended result code, https://sqlite.org/rescode.html. */
export class SqliteError extends Error {
  override readonly name = 'SqliteError';
  readonly code: number | null;

  constructor(message: string, code: number | null) {
    super(message);
    this.code = code;
  }
}

/** An error of `node:sqlite` as it is passed between threads. */
export function sqliteErrorOf(error: unknown): NonNullable<Reply['error']> {
  const message = error instanceof Error ? error.message : String(error);
  const code: unknown = error instanceof Error ? Reflect.get(error, 'errcode') : undefined;
  return { message, code: typeof code === 'number' ? code : null };
}

export type SqliteThread = {
  /** Sends a request; requests are carried out in order. @throws SqliteError */
  ask(question: Order): Promise<Reply>;
  /** Closes the file and ends the thread; one that hangs is left behind. */
  close(): Promise<void>;
};

/**
 * A connection to a file of SQLite in a thread of its own, started with the first request, and again after it broke.
 */
export function createSqliteThread(workerData: Opening): SqliteThread {
  const waiting = new Map<number, (reply: Reply) => void>();
  let worker: Worker | null = null;
  let lastId = 0;

  function begin(): Worker {
    const begun = new Worker(source, { workerData, resourceLimits, execArgv: [], env: {} });
    let broken: NonNullable<Reply['error']> = { message: 'the thread of the journal has ended', code: null };
    begun.on('message', (reply: Reply) => resolveReply(begun, reply));
    begun.on('error', (error) => {
      // A file that cannot be opened ends the thread before it takes a request.
      broken = sqliteErrorOf(error);
    });
    begun.on('exit', () => {
      if (worker === begun) worker = null;
      for (const id of [...waiting.keys()]) resolveReply(begun, { id, error: broken });
    });
    begun.unref();
    return begun;
  }

  function resolveReply(from: Worker, reply: Reply): void {
    const resolve = waiting.get(reply.id);
    waiting.delete(reply.id);
    // A process that has nothing else to do may end while nobody waits for the store.
    if (waiting.size === 0) from.unref();
    resolve?.(reply);
  }

  async function ask(question: Order): Promise<Reply> {
    worker ??= begin();
    const to = worker;
    lastId += 1;
    const id = lastId;
    const reply = await new Promise<Reply>((resolve) => {
      waiting.set(id, resolve);
      to.ref();
      to.postMessage({ ...question, id });
    });
    if (reply.error !== undefined) throw new SqliteError(reply.error.message, reply.error.code);
    return reply;
  }

  return {
    ask,
    async close() {
      const ending = worker;
      if (ending === null) return;
      const given = setTimeout(() => void ending.terminate(), CLOSE_MS);
      await ask({ kind: 'close' }).catch(() => undefined);
      clearTimeout(given);
      worker = null;
    },
  };
}
