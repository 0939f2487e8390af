import { LRUCache } from 'lru-cache';
import { atMost } from '#at-most.ts';
import { elapsedMs, type Moment, momentOf } from '#elapsed.ts';

/** The store's last answer for each id, for as long as it may be trusted. */
export type RowCache<Value> = {
  /** The store's answer if it is no older than this (ms); else null. */
  get(id: string, within: number): Value | null;
  /** Reads the store. While it is slow or does not respond, a recent answer stands in, so that nobody is locked out. */
  read(id: string, ask: () => Promise<Value | null>): Promise<Value | null>;
  put(id: string, value: Value): void;
  /** To be called when a row has been deleted: an answer that is being read at that moment is not cached either. */
  forget(fits: (value: Value, id: string) => boolean): void;
};

/** Of several processes another one may end what this one cannot ask about: not believed any longer than this. */
const trustedMs = 15 * 60_000;
/** Longest wait for a store that may be stuck, and for one that is, where a recent answer exists. */
const waitMs = { first: 500, stuck: 100 };
const LATE = Symbol('late');
/** The rest is in the store. */
const mostCached = 5_000;

export function createRowCache<Value>(clock: { now(): number }): RowCache<Value> {
  const cache = new LRUCache<string, { value: Value; confirmed: Moment }>({ max: mostCached });
  /** How often something was forgotten. */
  let forgotten = 0;
  /** Somebody was not answered in time or at all, and nobody has been answered since. */
  let isStuck = false;
  /** While it is stuck one caller asks, and all others use the cache at once. */
  let isTrying = false;
  /** Those who wait: when it gets stuck they need not wait any longer. */
  const waiting = new Set<() => void>();

  function becomeStuck(): void {
    isStuck = true;
    for (const wake of waiting) wake();
  }

  /** The answer, or `LATE`. */
  async function inTime<T>(ms: number, answered: Promise<T>): Promise<T | typeof LATE> {
    const late = Promise.withResolvers<typeof LATE>();
    const wake = () => late.resolve(LATE);
    const timer = setTimeout(wake, ms);
    waiting.add(wake);
    return await Promise.race([answered, late.promise]).finally(() => {
      clearTimeout(timer);
      waiting.delete(wake);
    });
  }

  function get(id: string, within: number): Value | null {
    const entry = cache.get(id);
    return entry !== undefined && elapsedMs(entry.confirmed, clock) < within ? entry.value : null;
  }

  function put(id: string, value: Value): void {
    cache.set(id, { value, confirmed: momentOf(clock) });
  }

  async function readAndCache(id: string, ask: () => Promise<Value | null>): Promise<Value | null> {
    const before = forgotten;
    const value = await ask();
    isStuck = false;
    if (value === null) cache.delete(id);
    // The row may have been deleted after it was read.
    else if (forgotten === before) put(id, value);
    return value;
  }

  /** @throws the error of a store that has not answered for too long */
  function lastConfirmed(id: string, error: unknown): Value {
    const last = get(id, trustedMs);
    if (last === null) throw error;
    return last;
  }

  return {
    get,
    put,
    async read(id, ask) {
      const last = get(id, trustedMs);
      if (last === null) return readAndCache(id, ask);
      const tries = isStuck;
      if (tries && isTrying) return last;
      isTrying ||= tries;
      const answered = readAndCache(id, ask)
        .catch((error) => {
          becomeStuck();
          return lastConfirmed(id, error);
        })
        .finally(() => {
          if (tries) isTrying = false;
        });
      // A later answer is cached for the next call, or ends the session.
      const first = await inTime(tries ? waitMs.stuck : waitMs.first, answered);
      if (first !== LATE) return first;
      if (!isStuck) becomeStuck();
      answered.catch(() => undefined);
      return get(id, trustedMs);
    },
    forget(fits) {
      forgotten += 1;
      for (const [id, { value }] of [...cache.entries()]) if (fits(value, id)) cache.delete(id);
    },
  };
}

/** Waits for a note that nobody needs, but not long: it may still be written, or not. Never rejects. */
export function notLonger(writing: Promise<unknown>): Promise<void> {
  return atMost(waitMs.stuck, writing).catch(() => undefined);
}
