import { type RawBuilder, sql } from 'kysely';

/** The time in milliseconds since 1970; the same for all processes of one store. */
export type StoreClock = { now(): number };

/** Milliseconds since 1970 by the database's clock: those of the processes may differ. */
export const databaseNow: RawBuilder<number> = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`;

/** How often the time is read from the database. */
const AGAIN_MS = 10_000;

/**
 * The database's clock, read now and then and carried on by our monotonic clock: a wall clock that is set, or differs from
 * the others', changes nothing. While the database does not respond it goes on by itself.
 */
export class SharedClock implements StoreClock {
  readonly #ask: () => Promise<number>;
  /** The difference to `performance.now()`; from our own wall clock until the database has answered. */
  #offset = Date.now() - performance.now();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  /** `ask`: reads the database's clock. */
  constructor(ask: () => Promise<number>) {
    this.#ask = ask;
  }

  /** Resolves when the database has given its time, or has not answered. */
  async start(): Promise<void> {
    await this.#read().catch(() => undefined);
    this.#readLater();
  }

  now = (): number => Math.floor(performance.now() + this.#offset);

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #readLater(): void {
    if (this.#stopped) return;
    const again = () =>
      void this.#read()
        .catch(() => undefined)
        .finally(() => this.#readLater());
    this.#timer = setTimeout(again, AGAIN_MS).unref();
  }

  /**
   * The database had that time at some moment between request and answer: a difference within those limits is left as
   * it is, so that time does not jump.
   */
  async #read(): Promise<void> {
    const askedAt = performance.now();
    const at = await this.#ask();
    const [least, most] = [at - performance.now(), at + 1 - askedAt];
    if (this.#offset < least || this.#offset > most) this.#offset = (least + most) / 2;
  }
}
