import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { givenSettings } from './given-settings.ts';
import { settingNames } from './setting-names.ts';

const folder = mkdtempSync(join(tmpdir(), 'retry-desk-given-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The settings of a file with this in it, and of an environment. */
function given(content: string | Buffer, environment: Record<string, string> = {}) {
  const path = join(folder, 'retry-desk.env');
  writeFileSync(path, content);
  return givenSettings(path, environment);
}

test('a file is read as systemd reads it: quotes, comments, blanks, line ends of Windows', () => {
  const reader = given(
    [
      '# EM_URL=https://no:1',
      '; neither',
      '  EM_URL = https://em01:9398  \r',
      "EM_USERNAME='TECH\\svc desk'",
      'EM_PASSWORD="a\\"b\\\\c\\d#e" ',
      'DATA_DIR=C:\\\\Desk',
      'OIDC_NAME=a #b',
      'LOG_LEVEL=',
      'NOTIFY_EMAIL_FROM="two\nlines"',
      'OIDC_SCOPE=\'a\'"b"c',
    ].join('\n'),
  );
  expect(reader.faults).toEqual([]);
  expect(reader.text('EM_URL')).toBe('https://em01:9398');
  expect(reader.text('EM_USERNAME')).toBe('TECH\\svc desk');
  expect(reader.text('EM_PASSWORD')).toBe('a"b\\c\\d#e');
  expect(reader.text('DATA_DIR')).toBe('C:\\Desk');
  expect(reader.text('OIDC_NAME')).toBe('a #b');
  expect(reader.text('LOG_LEVEL')).toBeUndefined();
  expect(reader.text('NOTIFY_EMAIL_FROM')).toBe('two\nlines');
  expect(reader.text('OIDC_SCOPE')).toBe('abc');
});

test('the environment wins over the file, a secret in it over the file of the same secret, and an empty variable over nothing', () => {
  const environment = { PORT: '81', EM_PASSWORD: 'from-environment', HOST: '' };
  const reader = given('PORT=80\nEM_PASSWORD_FILE=/nowhere\nHOST=0.0.0.0\n', environment);
  expect(reader.text('PORT')).toBe('81');
  expect(reader.secret('EM_PASSWORD')).toBe('from-environment');
  expect(reader.text('HOST')).toBe('0.0.0.0');
  expect(reader.faults).toEqual([]);
});

test('in the environment a misspelt name is a fault where the setting is not given, and foreign names are ignored', () => {
  const foreign = {
    ...{
      PATH: '/bin',
      POST: '1',
      HOSTNAME: 'a',
      SORT: 'x',
      LANG: 'C',
      XDG_DATA_DIRS: '/usr',
      EM_CACHE: '/em',
      FTP_PROXY: 'x',
    },
    ...{ RETRY_DESK_PORT: 'tcp://10.0.0.1:80', RETRY_DESK_SERVICE_HOST: '10.0.0.1', NODE_OPTIONS: '', TZ: 'UTC' },
    ...{
      SSL_CERT_FILE: '/etc/ca.pem',
      SSL_CERT_DIR: '/etc',
      NODE_EXTRA_CA_CERTS: '/ca',
      HTTP_PROXY: 'p',
      PGDATABASE: 'd',
    },
  };
  expect(givenSettings(undefined, foreign).faults).toEqual([]);
  const misspelt = { EM_USRNAME: 'a', EM_CAFILE: 'b', OIDC_ISUSER: 'c', EM_PASWORD_FILE: 'd', PUBLICURL: 'e' };
  expect(
    givenSettings(undefined, misspelt).faults.map((fault) => fault.replace(/ is no setting: (\w+) .*/, ' $1')),
  ).toEqual([
    'EM_USRNAME EM_USERNAME',
    'EM_CAFILE EM_CA_FILE',
    'OIDC_ISUSER OIDC_ISSUER',
    'EM_PASWORD_FILE EM_PASSWORD_FILE',
    'PUBLICURL PUBLIC_URL',
  ]);
  expect(givenSettings(undefined, { DATABASE_URI: 'x', DATABASE_URL: 'postgres://db/desk' }).faults).toEqual([]);
});

test('the tables of README.md and docs/notices.md hold every setting', () => {
  const documents = ['README.md', 'docs/notices.md'];
  const rows = documents
    .flatMap((path) => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8').split('\n'))
    .filter((line) => line.startsWith('| `'));
  const named = new Set(rows.flatMap((row) => row.split('|')[1]?.match(/[A-Z][A-Z0-9_]+/g) ?? []));
  const own = settingNames.filter((name) => !settingNames.some((other) => name === `${other}_FILE`));
  expect(own.filter((name) => !named.has(name.toUpperCase()))).toEqual([]);
});
