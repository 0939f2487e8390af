import { setTimeout as wait } from 'node:timers/promises';
import { readBoard } from './desk-scene.ts';

const BETWEEN_LOOKS_MS = 500;

/** Watches the board while something is done: of each board that comes, the share of its rows that are not in the one before. */
export async function changedRows<T>(
  { url, cookie }: { url: string; cookie: string },
  work: Promise<T>,
): Promise<{ done: T; shares: number[] }> {
  const shares: number[] = [];
  let isDone = false;
  async function watch(): Promise<void> {
    let tag = '';
    let before: ReadonlySet<string> | null = null;
    while (!isDone) {
      const { status, headers, body } = await readBoard(url, { cookie, 'if-none-match': tag });
      if (status === 200) {
        tag = headers.etag ?? '';
        // Each row has its own line, between the first and the last.
        const rows = new Set(body.toString().split('\n').slice(1, -1));
        if (before !== null) shares.push(rows.difference(before).size / rows.size);
        before = rows;
      }
      await wait(BETWEEN_LOOKS_MS);
    }
  }
  const watching = watch();
  try {
    return { done: await work, shares };
  } finally {
    isDone = true;
    await watching;
  }
}
