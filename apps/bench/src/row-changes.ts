import { setTimeout as wait } from 'node:timers/promises';
import { readBoard } from './desk-scene.ts';

/** A board that came: when it was seen, and the share of its rows that are not in the one before. */
export type RowChange = { at: number; share: number };

/** All changes since the watching began, oldest first. */
export type RowChanges = { seen: readonly RowChange[]; end: () => Promise<void> };

export const BETWEEN_CHECKS_MS = 500;

/** Watches how much of the board changes; resolves when it has been seen once. What goes wrong is reported at the end. */
export async function watchRowChanges({ url, cookie }: { url: string; cookie: string }): Promise<RowChanges> {
  const seen: RowChange[] = [];
  let tag = '';
  let rows: ReadonlySet<string> = new Set();
  let isDone = false;
  async function look(): Promise<void> {
    const { status, headers, body } = await readBoard(url, { cookie, 'if-none-match': tag });
    if (status === 304) return;
    tag = headers.etag ?? '';
    // Each row has its own line, between the first and the last.
    const now = new Set(body.toString().split('\n').slice(1, -1));
    if (rows.size > 0) seen.push({ at: Date.now(), share: now.difference(rows).size / now.size });
    rows = now;
  }
  async function watch(): Promise<unknown> {
    try {
      for (; !isDone; await wait(BETWEEN_CHECKS_MS)) await look();
      return null;
    } catch (error) {
      return error;
    }
  }
  await look();
  const watching = watch();
  return {
    seen,
    async end() {
      isDone = true;
      const error = await watching;
      if (error !== null) throw error;
    },
  };
}
