import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '#store/open-store.ts';
import { httpStage } from './http-stage.ts';
import { ownFolder, runCli } from './run-cli.ts';
import { postgresBench } from './stores.ts';

/** A backup of a journal with lines of the audit in it, and its folder. */
async function backedUp(settings: Record<string, string> = {}) {
  const dataDir = join(ownFolder(), 'data');
  const store = await openStore({ dataDir, sessionSecret: settings.SESSION_SECRET });
  await store.close();
  const file = join(ownFolder(), 'desk.backup');
  expect(await runCli({ DATA_DIR: dataDir, ...settings }, 'backup', file)).toMatchObject({ code: 0 });
  return { dataDir, file };
}

test('a backup that was made while the server runs brings back journal, sessions and secret in another DATA_DIR', async () => {
  const first = await httpStage();
  const anna = await first.signIn('anna');
  await first.call('POST', '/api/wall-links', { as: anna, body: { name: 'Hall' } });
  const file = join(ownFolder(), 'desk.backup');
  const made = await runCli({ DATA_DIR: first.environment.DATA_DIR }, 'backup', file);
  expect(made).toMatchObject({ code: 0, out: expect.stringContaining('journal of DATA_DIR') });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect((await first.signIn('ben')).cookie).not.toBe('');
  expect(await runCli({ DATA_DIR: first.environment.DATA_DIR }, 'backup', file)).toMatchObject({
    code: 1,
    error: expect.stringContaining('is there already and is not overwritten'),
  });

  const dataDir = join(ownFolder(), 'data');
  const restored = await runCli({ DATA_DIR: dataDir }, 'restore', file);
  expect(restored).toMatchObject({ code: 0, error: '' });
  expect(restored.out).toMatch(
    /journal is as it was written.*\n.*as it was at \d{4}-.*\nNothing that was retried.*since then/,
  );
  expect(readdirSync(dataDir).toSorted()).toEqual(['journal-head', 'retry-desk.sqlite', 'session-secret']);
  for (const name of readdirSync(dataDir)) expect(statSync(join(dataDir, name)).mode & 0o077).toBe(0);
  const second = await httpStage({ environment: { DATA_DIR: dataDir } });
  const links = await second.call('GET', '/api/wall-links', { as: anna });
  expect(links.text).toContain('Hall');
  expect(await runCli({ DATA_DIR: dataDir }, 'restore', file)).toMatchObject({
    code: 1,
    error: expect.stringMatching(
      /holds a journal already \(retry-desk\.sqlite, session-secret, journal-head\), which is not overwritten/,
    ),
  });
});

test('a configured secret is not in the backup, which is reported; a restore needs it', async () => {
  const SESSION_SECRET = 'canary-'.repeat(9);
  const { file } = await backedUp({ SESSION_SECRET });
  expect(readFileSync(file).includes('canary')).toBe(false);
  const dataDir = ownFolder();
  expect(await runCli({ DATA_DIR: dataDir }, 'restore', file)).toMatchObject({
    code: 1,
    error: expect.stringContaining('give the SESSION_SECRET that the server had'),
  });
  expect(readdirSync(dataDir)).toEqual([]);
  expect(await runCli({ DATA_DIR: dataDir, SESSION_SECRET }, 'restore', file)).toMatchObject({ code: 0 });
});

const broken: [title: string, change: (file: string, dataDir: string) => void, words: RegExp][] = [
  [
    'a copy of the main file alone',
    (file, dataDir) => copyFileSync(join(dataDir, 'retry-desk.sqlite'), file),
    /not made by retry-desk backup: a copy of retry-desk\.sqlite alone may not be whole/,
  ],
  ['no database', (file) => writeFileSync(file, 'x'.repeat(9_000)), /is no backup of Retry Desk: .*no SQLite file/],
  [
    'a backup of a newer version',
    (file) => {
      const copy = new DatabaseSync(file);
      copy.exec("insert into kysely_migration (name, timestamp) values ('999-later', '2027')");
      copy.close();
    },
    /made by a newer Retry Desk \(999-later\)/,
  ],
  [
    'a backup that somebody has changed',
    (file) => {
      const copy = new DatabaseSync(file);
      copy.exec("update chain_heads set mac = 'x' where chain = 'audit'");
      copy.close();
    },
    /chain of audit: its end is recorded.*\n[\s\S]*Nothing was restored/,
  ],
];

test.each(broken)('%s is not restored, and nothing is left behind', async (_, change, words) => {
  const { file, dataDir: from } = await backedUp();
  change(file, from);
  const dataDir = ownFolder();
  const { code, error } = await runCli({ DATA_DIR: dataDir }, 'restore', file);
  expect({ code, error }).toEqual({ code: 1, error: expect.stringMatching(words) });
  expect(readdirSync(dataDir)).toEqual([]);
});

test('no journal, a missing folder and a missing file are named, and no half backup stays', async () => {
  const DATA_DIR = ownFolder();
  const file = join(ownFolder(), 'desk.backup');
  expect(await runCli({ DATA_DIR }, 'backup', file)).toMatchObject({
    code: 1,
    error: expect.stringContaining(`no journal to back up in DATA_DIR ${DATA_DIR}`),
  });
  expect(existsSync(file)).toBe(false);
  const { dataDir } = await backedUp();
  expect(await runCli({ DATA_DIR: dataDir }, 'backup', join(dataDir, 'none', 'file'))).toMatchObject({
    code: 1,
    error: expect.stringContaining('cannot be written'),
  });
  expect(await runCli({ DATA_DIR }, 'restore', '/nowhere')).toMatchObject({ code: 1 });
  mkdirSync(join(DATA_DIR, 'sub'));
  expect(await runCli({ DATA_DIR }, 'backup')).toMatchObject({
    code: 64,
    error: expect.stringContaining('FILE is missing'),
  });
});

describe('on PostgreSQL', () => {
  const bench = postgresBench();
  beforeAll(() => bench.start(), 120_000);
  afterAll(() => bench.stop());

  test('backup and restore name pg_dump and pg_restore without the password, and the secret where it is configured', async () => {
    const DATABASE_URL = 'postgres://desk:canary@db.example/desk';
    for (const command of ['backup', 'restore']) {
      const { code, error } = await runCli({ DATABASE_URL }, command, 'file');
      expect(code).toBe(1);
      expect(error).toMatch(/PostgreSQL \(desk at db\.example\/desk\): .*pg_restore.*Nothing was done/);
      expect(error).not.toContain('canary');
    }
    const SESSION_SECRET = 's'.repeat(40);
    expect((await runCli({ DATABASE_URL, SESSION_SECRET }, 'backup', 'file')).error).toContain('Keep SESSION_SECRET');
  });

  test('a token is made beside a running server, which takes it; with another secret nothing is changed', async () => {
    const { databaseUrl = '' } = await bench.place();
    const stage = await httpStage({ environment: { DATABASE_URL: databaseUrl, SESSION_SECRET: 's'.repeat(40) } });
    const settings = { DATABASE_URL: databaseUrl, SESSION_SECRET: 's'.repeat(40) };
    const made = await runCli(settings, 'api-token', '--name', 'nightly', '--role', 'operator', '--days', '7');
    expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^rdesk_\S+\n$/) });
    const authorization = `Bearer ${made.out.trim()}`;
    expect((await stage.call('GET', '/api/session', { headers: { authorization } })).json()).toMatchObject({
      role: 'operator',
    });
    const anna = await stage.signIn('anna');
    const audit = await stage.call('GET', '/api/audit', { as: anna });
    expect(audit.text).toContain('"nightly"');
    const other = { DATABASE_URL: databaseUrl, SESSION_SECRET: 'o'.repeat(40) };
    for (const args of [['api-token', '--name', 'x'], ['try-password-again']])
      expect(await runCli(other, ...args)).toMatchObject({
        code: 1,
        error: expect.stringMatching(/another SESSION_SECRET.*Nothing was changed/),
      });
    expect(await runCli(settings, 'journal-check')).toMatchObject({ code: 0 });
  });
});

test('on SQLite a token is made while the server is stopped; beside it, and with wrong arguments, the way is named', async () => {
  const dataDir = ownFolder();
  const store = await openStore({ dataDir });
  expect(await runCli({ DATA_DIR: dataDir }, 'api-token', '--name', 'x')).toMatchObject({
    code: 1,
    error: expect.stringMatching(
      /in use by another Retry Desk process.*A running server makes and renews API tokens in Settings/,
    ),
  });
  await store.close();
  const made = await runCli({ DATA_DIR: dataDir }, 'api-token', '--name', 'reader');
  expect(made).toMatchObject({ code: 0, error: expect.stringContaining('"reader", viewer, valid until') });
  const renewed = await runCli({ DATA_DIR: dataDir }, 'api-token', '--renew', 'reader', '--days', '3');
  expect(renewed).toMatchObject({ code: 0, error: expect.stringContaining('"reader", viewer, valid until') });
  expect(renewed.out).not.toBe(made.out);
  expect(await runCli({ DATA_DIR: dataDir }, 'api-token', '--renew', 'writer')).toMatchObject({
    code: 64,
    error: expect.stringContaining('There is no valid API token of the name "writer"'),
  });
  const wrongArguments = [
    [],
    ['--name', 'x', '--role', 'admin'],
    ['--name', 'x', '--days', 'soon'],
    ['--renew', 'reader', '--role', 'operator'],
  ];
  for (const wrong of wrongArguments)
    expect(await runCli({ DATA_DIR: dataDir }, 'api-token', ...wrong)).toMatchObject({ code: 64 });
  const tooLong = await runCli({ DATA_DIR: dataDir }, 'api-token', '--name', 'x', '--days', '400');
  expect(tooLong.error).toMatch(/^--days cannot be used: give .* --days from 1 to 90/);
  const other = { DATA_DIR: dataDir, SESSION_SECRET: 'o'.repeat(40) };
  for (const args of [['api-token', '--name', 'x'], ['try-password-again']])
    expect(await runCli(other, ...args)).toMatchObject({
      code: 1,
      error: expect.stringContaining('another SESSION_SECRET'),
    });
  expect(await runCli({ DATA_DIR: dataDir }, 'journal-check')).toMatchObject({ code: 0 });
  const again = await openStore({ dataDir });
  onTestFinished(() => again.close());
  expect(await again.db.selectFrom('api_tokens').select(['name', 'source', 'role']).execute()).toEqual([
    { name: 'reader', source: 'server', role: 'viewer' },
  ]);
});
