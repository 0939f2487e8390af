import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openStore } from '#store/open-store.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'retry-desk-own-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

/** Files of a folder that another account may read, write or run. */
function open(dataDir: string): string[] {
  return readdirSync(dataDir).filter((name) => (statSync(join(dataDir, name)).mode & 0o077) !== 0);
}

/** A store that has been written to, so that all its files are there. */
async function written(dataDir: string) {
  const store = await openStore({ dataDir });
  onTestFinished(() => store.close());
  await store.db.insertInto('shared_secrets').values({ name: 'a', value: 'b' }).execute();
  return store;
}

test('no other account may read the journal, the files beside it, or the secret, whatever the umask', async () => {
  const before = process.umask(0);
  onTestFinished(() => void process.umask(before));
  const dataDir = join(folder(), 'data');
  await written(dataDir);
  const files = ['retry-desk.lock', 'retry-desk.sqlite', 'retry-desk.sqlite-shm', 'retry-desk.sqlite-wal'];
  const all = expect.arrayContaining([...files, 'session-secret', 'journal-head']);
  // The ends of the chains are written beside the work.
  await vi.waitFor(() => expect(readdirSync(dataDir)).toEqual(all), { timeout: 20_000 });
  expect(open(dataDir)).toEqual([]);
});

test('files that were there with wider rights are narrowed, copies of the journal beside it too; others are left alone', async () => {
  const dataDir = folder();
  const first = await openStore({ dataDir });
  await first.close();
  const copies = ['retry-desk.sqlite-2026-03-02', 'retry-desk.sqlite-journal.bak', 'retry-desk-backup.sqlite'];
  for (const name of [...copies, 'notes.txt']) writeFileSync(join(dataDir, name), '');
  mkdirSync(join(dataDir, 'retry-desk-folder'));
  for (const name of readdirSync(dataDir)) chmodSync(join(dataDir, name), 0o777);
  await written(dataDir);
  expect(open(dataDir).toSorted()).toEqual(['notes.txt', 'retry-desk-folder']);
});
