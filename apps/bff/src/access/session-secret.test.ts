import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore, type Store } from '#store/open-store.ts';
import { sessionSecret } from './session-secret.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'retry-desk-secret-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

async function embedded(): Promise<Store> {
  const store = await openStore({ dataDir: folder() });
  onTestFinished(() => store.close());
  return store;
}

test('the configured secret is taken and nothing is written', async () => {
  const dataDir = join(folder(), 'data');
  expect(await sessionSecret('configured', dataDir, await embedded())).toBe('configured');
  expect(() => statSync(dataDir)).toThrow('ENOENT');
});

test('without one it is made once, for this account only', async () => {
  const dataDir = join(folder(), 'data');
  const made = await sessionSecret(undefined, dataDir, await embedded());
  expect(made).toHaveLength(64);
  expect(await sessionSecret(undefined, dataDir, await embedded())).toBe(made);
  expect(statSync(join(dataDir, 'session-secret')).mode & 0o777).toBe(0o600);
  expect(await sessionSecret(undefined, folder(), await embedded())).not.toBe(made);
});

test('a file that a full disk left empty is no secret', async () => {
  const dataDir = folder();
  writeFileSync(join(dataDir, 'session-secret'), '');
  await expect(sessionSecret(undefined, dataDir, await embedded())).rejects.toThrow('delete it');
  expect(readFileSync(join(dataDir, 'session-secret'), 'utf8')).toBe('');
});
