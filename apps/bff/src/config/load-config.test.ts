import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readerOf } from './environment.ts';
import { ConfigurationError } from './faults.ts';
import { loadConfig } from './load-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'retry-desk-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const least = { EM_URL: 'https://em01:9398', EM_USERNAME: 'TECH\\svc', EM_PASSWORD: 'secret' };

function faultsOf(environment: Record<string, string>): string {
  try {
    loadConfig(readerOf(environment));
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return '';
}

test('three variables are enough, everything else has a default', () => {
  const config = loadConfig(readerOf(least));
  expect(config).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    pollMs: 10_000,
    retryPollMs: 2_000,
    verdictMs: 120_000,
  });
  expect(config.publicUrl.href).toBe('http://localhost:8080/');
  expect(config.em.tls).toEqual({ kind: 'system' });
});

test('one message names every fault at once and what to give instead', () => {
  const message = faultsOf({
    EM_URL: 'ftp://em',
    PORT: '99999',
    POLL_SECONDS: 'soon',
    EM_INSECURE_TLS: 'true',
    LOG_LEVEL: 'loud',
    LOG_FORMAT: 'xml',
  });
  for (const name of [
    'EM_URL',
    'EM_USERNAME',
    'EM_PASSWORD',
    'PORT',
    'POLL_SECONDS',
    'EM_INSECURE_TLS',
    'LOG_LEVEL',
    'LOG_FORMAT',
  ]) {
    expect(message).toContain(name);
  }
  expect(message).toContain('8 settings are wrong');
});

test('a secret may come from a file, whose last line break is not part of it', () => {
  const path = join(folder, 'password');
  writeFileSync(path, 'pä$$ wörd \n');
  const { EM_PASSWORD, ...rest } = least;
  expect(EM_PASSWORD).toBe('secret');
  expect(loadConfig(readerOf({ ...rest, EM_PASSWORD_FILE: path })).em.password).toBe('pä$$ wörd ');
});

test.each(['EM_PASSWORD', 'SESSION_SECRET', 'DATABASE_URL'])(
  '%s from a file that is missing or empty is one fault, never a silent default',
  (name) => {
    const empty = join(folder, 'empty');
    writeFileSync(empty, '\n');
    const given = { ...least, [name]: '' };
    expect(faultsOf({ ...given, [`${name}_FILE`]: empty })).toMatch(
      new RegExp(`one setting.*\\n.*${name}_FILE.*is empty`),
    );
    expect(faultsOf({ ...given, [`${name}_FILE`]: '/nowhere' })).toMatch(/one setting.*\n.*cannot be read/);
  },
);

test.each([
  { EM_URL: 'https://svc:canary@em01' },
  { EM_URL: 'ftp://svc:canary@em01' },
  { EM_URL: 'https://svc:canary@em01:port' },
  { DATABASE_URL: 'mysql://desk:canary@db' },
  { DATABASE_URL: 'postgres://desk:canary#1@db/desk' },
])('a password in the address %o is refused and not printed', (change) => {
  const message = faultsOf({ ...least, ...change });
  expect(message).toContain('one setting is wrong');
  expect(message).not.toContain('canary');
});

test('proxies are named by address, network or group', () => {
  const config = loadConfig(readerOf({ ...least, TRUST_PROXY: '10.0.0.5, 10.1.0.0/16,loopback ,fd00::/8' }));
  expect(config.trustProxy).toEqual(['10.0.0.5', '10.1.0.0/16', 'loopback', 'fd00::/8']);
});

test.each([
  ['UTF-16, as PowerShell writes it', Buffer.from('\ufeffcanary\r\n', 'utf16le'), /EM_PASSWORD_FILE: .* is in UTF-16/],
  ['a byte order mark', '\ufeffcanary', /begins with a byte order mark/],
  ['an old code page', Buffer.from('can\xe4ry', 'latin1'), /is not in UTF-8/],
])('a password file with %s is refused, as another password would be sent', (_title, content, expected) => {
  const path = join(folder, 'encoded');
  writeFileSync(path, content);
  const { EM_PASSWORD: _, ...rest } = least;
  const message = faultsOf({ ...rest, EM_PASSWORD_FILE: path });
  expect(message).toMatch(expected);
  expect(message).not.toMatch(/can.ry/);
});

test('a fingerprint is taken as openssl prints it, and a certificate in DER is refused with how to convert it', () => {
  const hex = Array.from({ length: 32 }, () => 'AB').join(':');
  const given = readerOf({ ...least, EM_FINGERPRINT: `sha256 Fingerprint=${hex}` });
  expect(loadConfig(given).em.tls).toEqual({ kind: 'fingerprint', sha256: hex });
  const path = join(folder, 'ca.der');
  writeFileSync(path, Buffer.from([0x30, 0x82, 1, 2]));
  expect(faultsOf({ ...least, EM_CA_FILE: path })).toMatch(/EM_CA_FILE: .* is in DER; convert it: openssl x509/);
});

test.each([
  ['a proxy that is none', { TRUST_PROXY: '10.0.0.5,true' }, /TRUST_PROXY holds "true"/],
  ['a network that is none', { TRUST_PROXY: '10.0.0.0/33' }, /TRUST_PROXY/],
  ['a name in the public address', { PUBLIC_URL: 'https://me@retry.example.local' }, /without a path/],
  ['a secret given twice', { EM_PASSWORD_FILE: '/nowhere' }, /EM_PASSWORD and EM_PASSWORD_FILE are both set/],
  ['plain http to another machine', { EM_URL: 'http://em01:9398' }, /EM_URL is http/],
  ['a password in the address', { EM_URL: 'https://a:b@em01:9398' }, /EM_USERNAME and EM_PASSWORD/],
  ['a certificate file that is none', { EM_CA_FILE: import.meta.filename }, /no readable PEM certificate/],
  ['a fingerprint that is none', { EM_FINGERPRINT: 'ab:cd' }, /64 hex digits/],
  ['two ways to trust', { EM_FINGERPRINT: 'ab'.repeat(32), EM_INSECURE_TLS: 'yes-i-know' }, /exclude each other/],
  ['plain http for people', { PUBLIC_URL: 'http://retry.example.local' }, /PUBLIC_URL is http/],
  ['an address with a path', { PUBLIC_URL: 'https://retry.example.local/desk' }, /without a path/],
  ['another database', { DATABASE_URL: 'mysql://x' }, /no PostgreSQL address/],
  ['a short secret', { SESSION_SECRET: 'short' }, /32 characters/],
])('%s is refused with advice', (_title, change, expected) => {
  expect(faultsOf({ ...least, ...change })).toMatch(expected);
});
