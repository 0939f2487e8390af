/** What the store said last of each id, for as long as that may be believed. */
export type KeptRows<Value> = {
  /** What the store said no longer ago than this (ms); null where it did not. */
  get(id: string, within: number): Value | null;
  /** Asks the store. One that cannot be asked keeps nobody out whom it has confirmed a short while ago. */
  read(id: string, ask: () => Promise<Value | null>): Promise<Value | null>;
  keep(id: string, value: Value): void;
  /** To be called when the store has let go of the row: what is being read just then is not kept either. */
  forget(fits: (value: Value, id: string) => boolean): void;
};

/** Of several processes another one may end what this one cannot ask about: not believed any longer than this. */
const believedMs = 15 * 60_000;
/** The store knows the rest. */
const mostKept = 5_000;

export function createKeptRows<Value>(clock: { now(): number }): KeptRows<Value> {
  const kept = new Map<string, { value: Value; saidAt: number }>();
  /** How often something was forgotten. */
  let forgotten = 0;

  function get(id: string, within: number): Value | null {
    const entry = kept.get(id);
    return entry !== undefined && clock.now() - entry.saidAt < within ? entry.value : null;
  }

  function keep(id: string, value: Value): void {
    kept.delete(id);
    kept.set(id, { value, saidAt: clock.now() });
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  }

  return {
    get,
    keep,
    async read(id, ask) {
      const before = forgotten;
      let value: Value | null;
      try {
        value = await ask();
      } catch (error) {
        const last = get(id, believedMs);
        if (last === null) throw error;
        return last;
      }
      if (value === null) kept.delete(id);
      // The row may have been deleted after it was read.
      else if (forgotten === before) keep(id, value);
      return value;
    },
    forget(fits) {
      forgotten += 1;
      for (const [id, { value }] of kept) if (fits(value, id)) kept.delete(id);
    },
  };
}
