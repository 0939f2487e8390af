export const POOL_LIMIT = 1_000;

/** A copy of its own: a piece cut out of an answer would keep the whole answer's text in memory. */
export function detached(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

/** Enterprise Manager uses few words for states and results: each is kept once, as long as they are few. */
export class StringPool {
  readonly #pool = new Map<string, string>();

  get size(): number {
    return this.#pool.size;
  }

  /** The same text, as it was kept. */
  of(text: string): string {
    const pool = this.#pool.get(text);
    if (pool !== undefined) return pool;
    const own = detached(text);
    if (this.#pool.size < POOL_LIMIT) this.#pool.set(own, own);
    return own;
  }
}
