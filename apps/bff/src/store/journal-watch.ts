import { within } from './within.ts';

/** Whether the journal responds; `since`: when it last began or ceased to, milliseconds. */
export type JournalState = { state: 'ok' | 'not-responding'; since: number };

/** How long a call may take (ms): one that may write, and one that only reads, for which somebody waits. */
export const CALL_MS = 4_000;
const READ_MS = 2_000;
/** The same while the journal is known not to respond: callers then do not wait as long. */
const CALL_WHILE_SILENT_MS = 500;
/** Delay between two probes, where there are no other calls. */
const PROBE_MS = 2_000;
/** A mark that only a successful probe removes. */
const ALL = '*';
/** A readiness check waits no longer than this. */
const ASKED_MS = 1_500;

/** Whether the store responds, from ordinary calls and a small one now and then. */
export class JournalWatch {
  readonly #listeners = new Set<(health: JournalState) => void>();
  readonly #onSilence = new Set<() => void>();
  /**
   * The tables that stopped responding and have not answered since: one table may be locked while the others respond.
   */
  readonly #silent = new Set<string>();
  #probe: () => Promise<unknown> = () => Promise.resolve();
  #probing: Promise<void> | null = null;
  #health: JournalState = { state: 'ok', since: Date.now() };
  #unlimited = 0;
  #seenAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  get health(): JournalState {
    return this.#health;
  }

  /** How long a call that begins now may take (ms). */
  get patienceMs(): number {
    return this.patienceFor('write');
  }

  patienceFor(what: 'read' | 'write'): number {
    if (this.#unlimited > 0) return Number.POSITIVE_INFINITY;
    if (this.#health.state !== 'ok') return CALL_WHILE_SILENT_MS;
    return what === 'read' ? READ_MS : CALL_MS;
  }

  /** Called after the state has changed. */
  onChange(listener: (health: JournalState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Called with each call that is not answered, the first one included. */
  onSilence(listener: () => void): void {
    this.#onSilence.add(listener);
  }

  /** The store has done something that it cannot do while it is stuck; with `tables`, with these alone. */
  responded(tables?: readonly string[]): void {
    this.#seenAt = performance.now();
    if (tables === undefined) this.#silent.clear();
    for (const table of tables ?? []) this.#silent.delete(table);
    if (this.#silent.size === 0) this.#become('ok', 0);
  }

  /**
   * A call that began at this moment of `performance.now()` was not answered, or with an error that means "not now".
   * `tables`: its tables; they have to answer before the journal counts as responding again.
   */
  silent(beganAt: number, tables: readonly string[] = []): void {
    for (const table of tables) this.#silent.add(table);
    this.#become('not-responding', performance.now() - beganAt);
    if (!this.#stopped) for (const listener of this.#onSilence) listener();
  }

  /** Probes the store now, once for all callers. Whether it responds, as far as that is known in a short time. */
  async ask(): Promise<boolean> {
    await within(ASKED_MS, this.#ask()).catch(() => undefined);
    return this.#health.state === 'ok' && this.#probing === null;
  }

  /** A call without a time limit: bringing the schema up to date. */
  async unlimited<T>(work: () => Promise<T>): Promise<T> {
    this.#unlimited += 1;
    return work().finally(() => {
      this.#unlimited -= 1;
    });
  }

  /** Probes now and then. `probe` covers everything that the store needs for its work. */
  start(probe: () => Promise<unknown>): void {
    this.#probe = probe;
    const again = () => {
      if (this.#stopped) return;
      this.#timer = setTimeout(() => void ask(), PROBE_MS).unref();
    };
    const ask = async () => {
      const hasAnswered = this.#health.state === 'ok' && performance.now() - this.#seenAt < PROBE_MS;
      if (!hasAnswered) await this.#ask();
      again();
    };
    again();
  }

  #ask(): Promise<void> {
    this.#probing ??= this.#askOnce().finally(() => {
      this.#probing = null;
    });
    return this.#probing;
  }

  async #askOnce(): Promise<void> {
    const beganAt = performance.now();
    try {
      await this.#probe();
      this.responded();
    } catch {
      if (!this.#stopped) this.silent(beganAt, [ALL]);
    }
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #become(state: JournalState['state'], agoMs: number): void {
    if (this.#health.state === state || this.#stopped) return;
    this.#health = { state, since: Date.now() - agoMs };
    for (const listener of this.#listeners) listener(this.#health);
  }
}
