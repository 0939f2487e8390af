export const POOL_LIMIT = 1_000;

/** A copy of its own: a slice of an answer would hold the whole answer's text in memory. */
export function detached(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

/** Enterprise Manager uses few words for states and results: each is stored once, as long as they are few. */
export class StringPool {
  readonly #pool = new Map<string, string>();

  get size(): number {
    return this.#pool.size;
  }

  /** The same text, from the pool. */
  of(text: string): string {
    const pooled = this.#pool.get(text);
    if (pooled !== undefined) return pooled;
    const own = detached(text);
    if (this.#pool.size < POOL_LIMIT) this.#pool.set(own, own);
    return own;
  }
}
