import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from './open-store.ts';
import { ownSecret, readOwnSecret } from './session-secret.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'retry-desk-secret-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

test('the configured secret is taken and nothing is written', async () => {
  const dataDir = folder();
  const store = await openStore({ dataDir, sessionSecret: 'configured' });
  onTestFinished(() => store.close());
  expect(store.secret).toBe('configured');
  expect(() => statSync(join(dataDir, 'session-secret'))).toThrow('ENOENT');
});

test('without one it is made once, for this account only', () => {
  const dataDir = join(folder(), 'data');
  expect(readOwnSecret(dataDir)).toBeNull();
  const made = ownSecret(dataDir);
  expect(made).toHaveLength(64);
  expect([ownSecret(dataDir), readOwnSecret(dataDir)]).toEqual([made, made]);
  expect(statSync(join(dataDir, 'session-secret')).mode & 0o777).toBe(0o600);
  expect(ownSecret(folder())).not.toBe(made);
});

test('a file that a full disk left empty is no secret', () => {
  const dataDir = folder();
  writeFileSync(join(dataDir, 'session-secret'), '');
  expect(() => ownSecret(dataDir)).toThrow('delete it');
  expect(readFileSync(join(dataDir, 'session-secret'), 'utf8')).toBe('');
});
