import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { onTestFinished } from 'vitest';
import type { Database } from '#store/schema.ts';

/** A folder that can be full, and made to have room again. */
export type SmallDisk = {
  folder: string;
  fill(db: Kysely<Database>): Promise<void>;
  free(db: Kysely<Database>): Promise<void>;
};

/** A file system of 8 MB where we may mount one, else a folder whose database is given no more pages. */
export function smallDisk(): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'retry-desk-small-'));
  const isMounted = mount(folder);
  onTestFinished(() => {
    if (isMounted) execFileSync('umount', ['--lazy', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  const filler = join(folder, 'filler');
  if (!isMounted) {
    return {
      folder,
      fill: async (db) => void (await sql`pragma max_page_count = 1`.execute(db)),
      free: async (db) => void (await sql`pragma max_page_count = 1000000`.execute(db)),
    };
  }
  return {
    folder,
    async fill() {
      // Down to the last block: what is left would let a small write pass.
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(filler, Buffer.alloc(bavail * bsize));
    },
    free: async () => rmSync(filler),
  };
}

function mount(folder: string): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false; // a container that may not mount
  }
}
