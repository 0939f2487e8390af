import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { openStore, type Store } from '#store/open-store.ts';
import { createDatabase, dropDatabase, type PostgresServer, startPostgres } from './postgres-server.ts';
import { postgresPort } from './prepared.ts';

/** Where one journal lives; opening it again is what a restarted process does. */
export type Place = { kind: 'sqlite' | 'postgres'; databaseUrl?: string; dataDir?: string; open(): Promise<Store> };

/** One kind of store for a test file: start once, a fresh place for each test, stop at the end. */
export type StoreBench = {
  kind: Place['kind'];
  start(): Promise<void>;
  place(): Promise<Place>;
  stop(): Promise<void>;
};

/**
 * A PostgreSQL that can be away for a while, without losing its data, or hang: its processes are stopped and do not
 * respond at all.
 */
export type PostgresBench = StoreBench & {
  halt(): Promise<void>;
  resume(): Promise<void>;
  freeze(): void;
  thaw(): void;
};

/** Both kinds, for `describe.each`: the same suite runs on each. */
export function storeBenches(): StoreBench[] {
  return [sqliteBench(), postgresBench()];
}

export function sqliteBench(): StoreBench {
  const directories: string[] = [];
  return {
    kind: 'sqlite',
    async start() {},
    async place() {
      const dataDir = await mkdtemp(join(tmpdir(), 'retry-desk-store-'));
      directories.push(dataDir);
      return { kind: 'sqlite', dataDir, open: () => openStore({ dataDir }) };
    },
    async stop() {
      for (const directory of directories) await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A database of the PostgreSQL of this run for each place. */
export function postgresBench(): StoreBench {
  const port = postgresPort();
  const names: string[] = [];
  return {
    kind: 'postgres',
    async start() {},
    async place() {
      const name = `desk_${randomUUID()}`;
      names.push(name);
      return postgresPlace(await createDatabase(port, name));
    },
    async stop() {
      for (const name of names) await dropDatabase(port, name);
    },
  };
}

/** A PostgreSQL of this file's own. */
export function ownPostgresBench(): PostgresBench {
  let server: PostgresServer | null = null;
  let databases = 0;
  return {
    kind: 'postgres',
    async start() {
      server = await startPostgres();
    },
    async place() {
      if (server === null) throw new Error('start() the bench first');
      databases += 1;
      return postgresPlace(await server.createDatabase(`desk_${databases}`));
    },
    freeze: () => server?.freeze(),
    thaw: () => server?.thaw(),
    halt: async () => server?.halt(),
    resume: async () => server?.resume(),
    stop: async () => server?.stop(),
  };
}

function postgresPlace(databaseUrl: string): Place {
  return { kind: 'postgres', databaseUrl, open: () => openStore({ databaseUrl, dataDir: tmpdir() }) };
}

/** One store in a file for all tests of a test file; the answer is for use inside of tests. */
export function sharedStore(): () => Store {
  const bench = sqliteBench();
  let store: Store;
  beforeAll(async () => {
    await bench.start();
    store = await (await bench.place()).open();
  });
  afterAll(async () => {
    await store.close();
    await bench.stop();
  });
  return () => store;
}
