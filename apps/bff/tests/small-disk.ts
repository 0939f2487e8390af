import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that can be full, and made to have room again. `trouble`: how SQLite and we call it then. */
export type SmallDisk = {
  folder: string;
  fill(): void;
  free(): void;
  trouble: { message: string; words: string };
};

/**
 * A file system of 8 MB where we may mount one: writes fail with ENOSPC. Elsewhere the kernel refuses this process
 * every write to a file, as a quota does: they fail at the same place, with EFBIG.
 */
export function smallDisk(): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'retry-desk-small-'));
  const disk = mount(folder) ? mounted(folder) : forbidden(folder);
  onTestFinished(() => {
    disk.end();
    rmSync(folder, { recursive: true, force: true });
  });
  return disk;
}

function mounted(folder: string): SmallDisk & { end(): void } {
  const filler = join(folder, 'filler');
  return {
    folder,
    fill() {
      // Down to the last block: the rest would let a small write pass.
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(filler, Buffer.alloc(bavail * bsize));
    },
    free: () => rmSync(filler),
    trouble: { message: 'database or disk is full', words: 'its disk is full' },
    end: () => void execFileSync('umount', ['--lazy', folder]),
  };
}

function forbidden(folder: string): SmallDisk & { end(): void } {
  const before = execFileSync('prlimit', [
    '--pid',
    `${process.pid}`,
    '--fsize',
    '--output',
    'SOFT',
    '--raw',
    '--noheadings',
  ]);
  const limit = (bytes: string) => void execFileSync('prlimit', ['--pid', `${process.pid}`, `--fsize=${bytes}:`]);
  const free = () => limit(before.toString().trim());
  // Node takes no notice of SIGXFSZ, so that the write itself fails.
  const trouble = { message: 'disk I/O error', words: 'its disk takes no more writes' };
  return { folder, fill: () => limit('0'), free, trouble, end: free };
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
