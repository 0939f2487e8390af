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

test('proxies are named by address, network or group', () => {
  const config = loadConfig(readerOf({ ...least, TRUST_PROXY: '10.0.0.5, 10.1.0.0/16,loopback ,fd00::/8' }));
  expect(config.trustProxy).toEqual(['10.0.0.5', '10.1.0.0/16', 'loopback', 'fd00::/8']);
});

test('a fingerprint is taken as openssl prints it', () => {
  const hex = Array.from({ length: 32 }, () => 'AB').join(':');
  const given = readerOf({ ...least, EM_FINGERPRINT: `sha256 Fingerprint=${hex}` });
  expect(loadConfig(given).em.tls).toEqual({ kind: 'fingerprint', sha256: hex });
});

test.each(['https://intranet.example.local/apps/retry', 'https://intranet.example.local/apps/retry/'])(
  'the public address %s has a path, and one slash at its end',
  (PUBLIC_URL) => {
    const { publicUrl } = loadConfig(readerOf({ ...least, PUBLIC_URL }));
    expect(publicUrl.href).toBe('https://intranet.example.local/apps/retry/');
  },
);
