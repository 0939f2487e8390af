import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sessionSecret } from './session-secret.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'retry-desk-secret-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

test('the configured secret is taken and nothing is written', () => {
  const dataDir = join(folder(), 'data');
  expect(sessionSecret('configured', dataDir)).toBe('configured');
  expect(() => statSync(dataDir)).toThrow('ENOENT');
});

test('without one it is made once, for this account only', () => {
  const dataDir = join(folder(), 'data');
  const made = sessionSecret(undefined, dataDir);
  expect(made).toHaveLength(64);
  expect(sessionSecret(undefined, dataDir)).toBe(made);
  expect(statSync(join(dataDir, 'session-secret')).mode & 0o777).toBe(0o600);
  expect(sessionSecret(undefined, folder())).not.toBe(made);
});

test('a file that a full disk left empty is no secret', () => {
  const dataDir = folder();
  writeFileSync(join(dataDir, 'session-secret'), '');
  expect(() => sessionSecret(undefined, dataDir)).toThrow('delete it');
  expect(readFileSync(join(dataDir, 'session-secret'), 'utf8')).toBe('');
});
