import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openStore } from '#store/open-store.ts';
import { freePorts } from './free-ports.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { smallDisk } from './small-disk.ts';

let server: PostgresServer;
let owner: pg.Client;

/** Its faults are made by a superuser of it. */
beforeAll(async () => {
  server = await startPostgres(['max_connections=20']);
  owner = new pg.Client(await server.createDatabase('desk'));
  await owner.connect();
  const statements = [
    "create role limited login password 'canary' connection limit 0",
    "create role stranger login password 'canary'",
    'create database readonly',
    'alter database readonly set default_transaction_read_only = on',
    'create database old',
    'create database encrypted',
  ];
  for (const statement of statements) await owner.query(statement);
  await switchTlsOn();
}, 240_000);

afterAll(async () => {
  await owner.end();
  await server.stop();
});

/** With a certificate of its own; to one of the databases without TLS nobody comes. */
async function switchTlsOn(): Promise<void> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec' });
  for (const [name, text] of [
    ['server.key', key],
    ['server.crt', cert],
  ] as const) {
    const escaped = owner.escapeLiteral(text.trim());
    await owner.query(
      `copy (select regexp_split_to_table(${escaped}, '\\r?\\n')) to program 'umask 077; cat > ${name}'`,
    );
  }
  await owner.query(
    `copy (select 'hostnossl encrypted all all reject') to program 'umask 077; cat - pg_hba.conf > new; mv new pg_hba.conf'`,
  );
  await owner.query('alter system set ssl = on');
  await owner.query('select pg_reload_conf()');
}

/** An older server, as far as it can be asked: a function of this name before the real one. */
async function pretendOld(): Promise<string> {
  const client = new pg.Client(addressOf({ database: 'old' }));
  await client.connect();
  await client.query(`create function public.current_setting(name text) returns text language sql as
    $$ select case name when 'server_version_num' then '110022' when 'server_version' then '11.22' end $$`);
  await client.query('alter database old set search_path = public, pg_catalog');
  await client.end();
  return addressOf({ database: 'old' });
}

function addressOf({
  user = 'desk',
  password = 'desk',
  host = '127.0.0.1',
  port = server.port,
  database = 'desk',
}): string {
  return `postgres://${user}:${password}@${host}:${port}/${database}`;
}

async function silentPort(): Promise<number> {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  onTestFinished(() => void silent.close());
  await once(silent, 'listening');
  const address = silent.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

type Row = [title: string, address: () => string | Promise<string>, words: RegExp];

const faults: Row[] = [
  [
    'a wrong password',
    () => addressOf({ password: 'canary' }),
    /refuses the password or the account: check user and password/,
  ],
  [
    'an account it does not have',
    () => addressOf({ user: 'nobody', password: 'canary' }),
    /refuses the password or the account/,
  ],
  [
    'a database it does not have',
    () => addressOf({ database: 'desks' }),
    /no such database: create the database, or correct its name/,
  ],
  ['a host that does not exist', () => addressOf({ host: 'db.invalid' }), /its host is not known: check the host/],
  [
    'a port where nothing listens',
    async () => addressOf({ port: (await freePorts(1))[0] ?? 0 }),
    /nothing takes connections there: check host and port/,
  ],
  [
    'a server that does not respond',
    async () => addressOf({ port: await silentPort() }),
    /does not respond: check host and port/,
  ],
  [
    'TLS that it demands',
    () => addressOf({ database: 'encrypted' }),
    /takes encrypted connections only: add sslmode=verify-full/,
  ],
  [
    'a certificate that nobody trusts',
    () => `${addressOf({})}?sslmode=verify-full`,
    /certificate is not trusted: add sslrootcert/,
  ],
  [
    'an authority in a file that is missing',
    () => `${addressOf({})}?sslrootcert=/nowhere`,
    /file that its address names is missing/,
  ],
  [
    'an account without rights',
    () => addressOf({ user: 'stranger', password: 'canary' }),
    /no right to make or change its tables: make it the owner/,
  ],
  ['no connection left', () => addressOf({ user: 'limited', password: 'canary' }), /no connection left for us: raise/],
  [
    'a server that can only be read',
    () => addressOf({ database: 'readonly' }),
    /can only be read, as a standby can: give the address of the primary/,
  ],
  ['a server that is too old', pretendOld, /it is PostgreSQL 11\.22: bring it up to 14 or newer/],
];

test.concurrent.each(faults)(
  '%s is the cause that is named, with what to do, and no password',
  async (_, address, words) => {
    const refused = openStore({ databaseUrl: await address(), dataDir: '/nowhere' });
    await expect(refused).rejects.toMatchObject({ name: 'StoreOpenError', message: expect.stringMatching(words) });
    await expect(refused).rejects.toMatchObject({ message: expect.not.stringContaining('canary') });
  },
);

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'retry-desk-causes-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder with this in the place of the journal. */
function journalOf(content: string): string {
  const folder = freshFolder();
  writeFileSync(join(folder, 'retry-desk.sqlite'), content);
  return folder;
}

async function written(): Promise<string> {
  const folder = freshFolder();
  await (await openStore({ dataDir: folder })).close();
  return folder;
}

const embedded: Row[] = [
  [
    'a folder that cannot be made',
    () => join(journalOf('x'), 'retry-desk.sqlite', 'data'),
    /a part of the path is a file/,
  ],
  [
    'a file in place of the folder',
    () => join(journalOf('x'), 'retry-desk.sqlite'),
    /it is a file; give the path of a directory/,
  ],
  [
    'a journal that is a folder',
    () => {
      const folder = freshFolder();
      mkdirSync(join(folder, 'retry-desk.sqlite'));
      return folder;
    },
    /cannot be opened: EISDIR.*take it away/,
  ],
  [
    'a file that is no database',
    () => journalOf('not a database, but long enough to be read as one'.repeat(99)),
    /its file is damaged .*no SQLite file.*from a backup/,
  ],
  [
    'a full disk',
    () => {
      const disk = smallDisk();
      disk.fill();
      onTestFinished(() => disk.free());
      return disk.folder;
    },
    /cannot be used: its disk (is full .*make room on the disk|takes no more writes .*check the disk)/,
  ],
  [
    'a journal that another program keeps locked',
    async () => {
      const folder = await written();
      const other = new DatabaseSync(join(folder, 'retry-desk.sqlite'));
      other.exec('pragma locking_mode = exclusive; begin exclusive');
      onTestFinished(() => other.close());
      return folder;
    },
    /another process keeps it locked .*end the program that has it open/,
  ],
];

test.each(embedded)('%s is the cause that is named, with what to do', async (_, folder, words) => {
  await expect(openStore({ dataDir: await folder() })).rejects.toMatchObject({
    name: 'StoreOpenError',
    message: expect.stringMatching(words),
  });
});
