export const WORDS_LIMIT = 1_000;

/** A copy of its own: a piece cut out of an answer would keep the whole answer's text in memory. */
export function detached(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

/** Enterprise Manager uses few words for states and results: each is kept once, as long as they are few. */
export class Words {
  readonly #kept = new Map<string, string>();

  get size(): number {
    return this.#kept.size;
  }

  /** The same text, as it was kept. */
  of(text: string): string {
    const kept = this.#kept.get(text);
    if (kept !== undefined) return kept;
    const own = detached(text);
    if (this.#kept.size < WORDS_LIMIT) this.#kept.set(own, own);
    return own;
  }
}
