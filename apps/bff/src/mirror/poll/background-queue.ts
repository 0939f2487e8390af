/**
 * Reads that a poll need not wait for, done one after the other while there is time. A failed one is tried again by the
 * next call and does not delay the others.
 */
export class BackgroundQueue {
  readonly #waiting = new Map<string, () => Promise<void>>();

  get size(): number {
    return this.#waiting.size;
  }

  /** In place of one of the same name that waits already. */
  add(name: string, read: () => Promise<void>): void {
    this.#waiting.set(name, read);
  }

  clear(): void {
    this.#waiting.clear();
  }

  /** At least one, then more until this moment of `performance.now()`. @throws the first fault, at the end */
  async run(until: number): Promise<void> {
    const failed = new Map<string, () => Promise<void>>();
    let fault: { error: unknown } | null = null;
    // The loop also reaches reads that a read adds.
    for (const [name, read] of this.#waiting) {
      this.#waiting.delete(name);
      try {
        await read();
      } catch (error) {
        failed.set(name, read);
        fault ??= { error };
      }
      if (performance.now() >= until) break;
    }
    for (const [name, read] of failed) if (!this.#waiting.has(name)) this.#waiting.set(name, read);
    if (fault !== null) throw fault.error;
  }
}
