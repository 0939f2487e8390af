import { readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Heads, headText, readHead } from './chain.ts';
import { chainNames } from './chain-tables.ts';

/** Beside the embedded store: where its chains ended when something was last written. */
export const HEAD_FILE = 'journal-head';

/** The heads stored by an earlier process; empty where there are none, or they cannot be read. */
export function storedHeads(dataDir: string): ReturnType<typeof readHead>[] {
  try {
    return readFileSync(join(dataDir, HEAD_FILE), 'utf8').trim().split('\n').map(readHead);
  } catch {
    // It is a help where it is there; the chain itself is what proves.
    return [];
  }
}

export type HeadFile = {
  /** Stores these, soon; never ahead of the commit. */
  save(heads: Heads): void;
  /** Resolves when the last ones are stored, or could not be. */
  drained(): Promise<void>;
};

/** Written beside the work, one time after the other: of many only the last. */
export function createHeadFile(dataDir: string): HeadFile {
  const path = join(dataDir, HEAD_FILE);
  let next: Heads | null = null;
  let writing: Promise<void> | null = null;

  async function writeAll(): Promise<void> {
    while (next !== null) {
      const heads: Heads = next;
      next = null;
      const text = chainNames.map((chain) => `${headText(chain, heads[chain])}\n`).join('');
      try {
        await writeFile(`${path}.new`, text, { mode: 0o600 });
        await rename(`${path}.new`, path);
      } catch {
        // A full disk: the older file stays, and proves less.
        await rm(`${path}.new`, { force: true }).catch(() => undefined);
      }
    }
    writing = null;
  }

  return {
    save(heads) {
      next = { ...heads };
      writing ??= writeAll();
    },
    drained: async () => writing ?? undefined,
  };
}
