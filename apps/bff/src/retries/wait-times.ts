import type { RetryRow } from '#store/retry-tables.ts';

/** A longer gap between two checks counts as this much: the process may have been stopped meanwhile. */
const LONGEST_GAP_MS = 60_000;

/** The most a run has come to, in percent, as far as is remembered; a restart goes on with what is written down. */
export function createHeights() {
  const heights = new Map<string, { runId: string; highest: number }>();
  return {
    of(row: RetryRow, run: { id: string; progress: number | null }): number {
      const known = heights.get(row.id);
      const before = known?.runId === run.id ? known.highest : recordedHeight(row, run.id);
      const highest = Math.max(before, run.progress ?? 0);
      heights.set(row.id, { runId: run.id, highest });
      return highest;
    },
    keepOnly(ids: ReadonlySet<string>) {
      for (const id of heights.keys()) if (!ids.has(id)) heights.delete(id);
    },
  };
}

/** As `waitingFor` has it. */
function recordedHeight({ run_id: runId, waited_for: waitedFor }: RetryRow, ofRun: string): number {
  return runId === ofRun ? Number(/^change beyond (\d+(?:\.\d+)?)$/.exec(waitedFor ?? '')?.[1] ?? 0) : 0;
}

/** The name that `waitingFor` gives to silence. */
const SILENCE = 'silence';

type RetryWait = {
  state: RetryRow['state'];
  waited: Map<string, number>;
  last: { waitsFor: string; at: number } | null;
};

/**
 * Counts, per retry and per thing it waits for, the time since the check before one that did not show it; not the time
 * in which Enterprise Manager was away. Each thing has its own count, so that answers that come and go put off no end
 * for ever.
 */
export type WaitTimes = {
  /** A check that did not show what this retry waits for. Returns the milliseconds waited for it. */
  checkedInVain(row: RetryRow, waitsFor: string, now: number): number;
  /** A check after which there is nothing to wait for: the time until the next one does not count. */
  interrupt(id: string): void;
  /** Since when every check has shown no new task for this request, or null with `clean` false. */
  clean(row: RetryRow, now: number, clean: boolean): number | null;
  keepOnly(ids: ReadonlySet<string>): void;
};

export function createWaitTimes(): WaitTimes {
  const entries = new Map<string, RetryWait>();
  const cleanSince = new Map<string, number>();

  function entryOf(row: RetryRow): RetryWait {
    const known = entries.get(row.id);
    if (known?.state === row.state) return known;
    const waited = new Map<string, number>(row.waited_for === null ? [] : [[row.waited_for, row.waited_ms]]);
    const entry: RetryWait = { state: row.state, waited, last: null };
    entries.set(row.id, entry);
    return entry;
  }

  return {
    checkedInVain(row, waitsFor, now) {
      const { waited, last, ...entry } = entryOf(row);
      const wasAway = last?.waitsFor === SILENCE && waitsFor !== SILENCE;
      const gap = last === null || wasAway ? 0 : Math.min(LONGEST_GAP_MS, Math.max(0, now - last.at));
      const ms = (waited.get(waitsFor) ?? 0) + gap;
      // After a change, or a new request, the count begins anew.
      const [what] = waitsFor.split(' ');
      for (const other of waited.keys()) if (other !== waitsFor && other.split(' ')[0] === what) waited.delete(other);
      waited.set(waitsFor, ms);
      entries.set(row.id, { ...entry, waited, last: { waitsFor, at: now } });
      return ms;
    },
    interrupt(id) {
      const entry = entries.get(id);
      if (entry) entry.last = null;
    },
    clean(row, now, clean) {
      if (!clean) cleanSince.delete(row.id);
      else if (!cleanSince.has(row.id)) cleanSince.set(row.id, now);
      return cleanSince.get(row.id) ?? null;
    },
    keepOnly(ids) {
      for (const map of [entries, cleanSince]) for (const id of map.keys()) if (!ids.has(id)) map.delete(id);
    },
  };
}
