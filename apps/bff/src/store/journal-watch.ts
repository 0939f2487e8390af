/** Whether the journal responds; `since`: when it last began or ceased to, milliseconds. */
export type JournalHealth = { state: 'ok' | 'not-responding'; since: number };

/** How long a call may take (ms). */
export const CALL_MS = 4_000;
/** The same while the journal is known not to respond: who asks then shall not wait as long. */
const CALL_WHILE_SILENT_MS = 500;
/** Pause between two questions whether it responds, where nobody else asks. */
const PROBE_MS = 2_000;

/** What is known of how the store responds, from the calls that are made anyway and from a small one now and then. */
export class JournalWatch {
  readonly #listeners = new Set<(health: JournalHealth) => void>();
  #health: JournalHealth = { state: 'ok', since: Date.now() };
  #unlimited = 0;
  #heardAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  get health(): JournalHealth {
    return this.#health;
  }

  /** How long a call that begins now may take (ms). */
  get patienceMs(): number {
    if (this.#unlimited > 0) return Number.POSITIVE_INFINITY;
    return this.#health.state === 'ok' ? CALL_MS : CALL_WHILE_SILENT_MS;
  }

  /** Called after the state has changed. */
  onChange(listener: (health: JournalHealth) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The store has done something that it cannot do while it is stuck. */
  responded(): void {
    this.#heardAt = performance.now();
    this.#become('ok', 0);
  }

  /** A call that began at this moment of `performance.now()` was not answered, or by words that it cannot be done now. */
  silent(beganAt: number): void {
    this.#become('not-responding', performance.now() - beganAt);
  }

  /** What takes as long as it takes: bringing the schema up to date. */
  async unlimited<T>(work: () => Promise<T>): Promise<T> {
    this.#unlimited += 1;
    return work().finally(() => {
      this.#unlimited -= 1;
    });
  }

  /** Asks now and then. `probe` is a call like any other: what becomes of it is told to this watch by whoever makes it. */
  start(probe: () => Promise<unknown>): void {
    const again = () => {
      if (this.#stopped) return;
      this.#timer = setTimeout(() => void ask(), PROBE_MS).unref();
    };
    const ask = async () => {
      const beganAt = performance.now();
      const isHeard = this.#health.state === 'ok' && beganAt - this.#heardAt < PROBE_MS;
      if (!isHeard) await probe().catch(() => this.#stopped || this.silent(beganAt));
      again();
    };
    again();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #become(state: JournalHealth['state'], agoMs: number): void {
    if (this.#health.state === state || this.#stopped) return;
    this.#health = { state, since: Date.now() - agoMs };
    for (const listener of this.#listeners) listener(this.#health);
  }
}
