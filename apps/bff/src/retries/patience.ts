import type { RetryRow } from '#store/retry-tables.ts';

/** A longer gap between two looks counts as this much: the process may have been stopped meanwhile. */
const LONGEST_GAP_MS = 60_000;

type Entry = { state: RetryRow['state']; lastGoodAt: number | null; waitedMs: number; cleanSince: number | null };

/** Counts, per retry, only time in which Enterprise Manager answered: between two good looks with no bad one in between. */
export type Patience = {
  /** A look that reached everything and did not show what we wait for. Returns the milliseconds waited in this state. */
  lookedInVain(row: RetryRow, now: number): number;
  /** A look that failed, or after which there is nothing to wait for: the time until the next one does not count. */
  interrupt(id: string): void;
  /** Since when every look has shown no new task for this request, or null with `clean` false. */
  clean(row: RetryRow, now: number, clean: boolean): number | null;
  keepOnly(ids: ReadonlySet<string>): void;
};

export function createPatience(): Patience {
  const entries = new Map<string, Entry>();

  function entryOf(row: RetryRow): Entry {
    const known = entries.get(row.id);
    if (known?.state === row.state) return known;
    const entry: Entry = { state: row.state, lastGoodAt: null, waitedMs: row.waited_ms, cleanSince: null };
    entries.set(row.id, entry);
    return entry;
  }

  return {
    lookedInVain(row, now) {
      const entry = entryOf(row);
      if (entry.lastGoodAt !== null) {
        entry.waitedMs += Math.min(LONGEST_GAP_MS, Math.max(0, now - entry.lastGoodAt));
      }
      entry.lastGoodAt = now;
      return entry.waitedMs;
    },
    interrupt(id) {
      const entry = entries.get(id);
      if (entry) entry.lastGoodAt = null;
    },
    clean(row, now, clean) {
      const entry = entryOf(row);
      entry.cleanSince = clean ? (entry.cleanSince ?? now) : null;
      return entry.cleanSince;
    },
    keepOnly(ids) {
      for (const id of entries.keys()) if (!ids.has(id)) entries.delete(id);
    },
  };
}
