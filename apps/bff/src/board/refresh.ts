import { EmError } from '@retry-desk/em-client';
import type { BoardLogger } from './board.ts';
import type { EmReader } from './em-reader.ts';
import { afterFailure, afterGood, afterPartial, afterRuns, afterSilence, type Health, newHealth } from './health.ts';

export type RefreshDeps = {
  reader: EmReader;
  /** Enterprise Manager's host, for messages. */
  host: string;
  clock: { now(): number };
  logger: BoardLogger;
  /** A read that takes twice this long is told to people. */
  pollMs: number;
  /** Changes whenever there is something new to show. */
  version: () => number;
  publish: () => void;
  /** Hears what is thought of the link after every poll, and when that changes. */
  told: (health: Health) => void;
};

/** Polls of Enterprise Manager and what they say of the link to it. Never throws. */
export class Refresh {
  readonly #deps: RefreshDeps;
  #health: Health;
  #ready = false;
  #attempted = false;

  constructor(deps: RefreshDeps) {
    this.#deps = deps;
    this.#health = newHealth(deps.host, deps.clock.now());
  }

  get health(): Health {
    return this.#health;
  }

  /** All jobs and the runs that decide them have been read once. */
  get ready(): boolean {
    return this.#ready;
  }

  /** Enterprise Manager has been tried once, well or not. */
  get attempted(): boolean {
    return this.#attempted;
  }

  /** Takes another process's word on the link. */
  hear(health: Health): void {
    this.#attempted = true;
    if (health.state !== this.#health.state) this.#log(health);
    this.#health = health;
  }

  /** One read; `everything` also reads the list of jobs. Must not overlap itself. */
  async poll(everything: boolean): Promise<void> {
    const { reader, clock, host, publish } = this.#deps;
    const now = clock.now();
    // What we show is old two intervals after it was true, however far apart polls begin.
    const { lastGoodAt } = this.#health;
    const { pollMs } = this.#deps;
    let watchdog = this.#watch(lastGoodAt === null ? 2 * pollMs : Math.max(pollMs / 2, lastGoodAt + 2 * pollMs - now));
    try {
      await (this.#ready ? reader.news(now, lastGoodAt) : reader.first(now));
      clearTimeout(watchdog);
      watchdog = this.#watch(2 * pollMs);
      this.#ready = true;
      this.#attempted = true;
      this.#setHealth(afterRuns(this.#health, now));
      publish();
      const fault = await this.#readRest(now, everything);
      this.#setHealth(
        fault === null ? afterGood(this.#health, now) : afterPartial(this.#health, fault.error, host, now),
      );
    } catch (error) {
      this.#setHealth(afterFailure(this.#health, this.#logged(error), host, clock.now()));
    } finally {
      clearTimeout(watchdog);
      this.#attempted = true;
      this.#deps.told(this.#health);
      publish();
    }
  }

  /** Reads what belongs to the runs; each part by itself, so that one that fails does not hide the others. The first fault. */
  async #readRest(now: number, everything: boolean): Promise<{ error: unknown } | null> {
    const { reader, version, publish, pollMs } = this.#deps;
    const parts = [
      ...(everything || reader.jobsDue(now) ? [() => reader.jobs(now)] : []),
      () => reader.explanations(pollMs / 2),
      () => reader.wider(now, this.#health.lastGoodAt, pollMs / 2),
      () => reader.explanations(pollMs / 2),
    ];
    let fault: { error: unknown } | null = null;
    for (const part of parts) {
      const before = version();
      try {
        await part();
      } catch (error) {
        fault ??= { error: this.#logged(error) };
      }
      if (version() !== before) publish();
    }
    return fault;
  }

  /** Tells people while we wait: what we show gets old although nothing has failed yet. */
  #watch(afterMs: number): ReturnType<typeof setTimeout> {
    const { host, clock, pollMs, publish } = this.#deps;
    return setTimeout(() => {
      this.#setHealth(afterSilence(this.#health, host, 2 * pollMs, clock.now()));
      this.#deps.told(this.#health);
      publish();
    }, afterMs);
  }

  #setHealth(next: Health): void {
    if (next.state !== this.#health.state || next.message !== this.#health.message) this.#log(next);
    this.#health = next;
  }

  #log({ state, message }: Health): void {
    const { logger, host } = this.#deps;
    const fields = { em: host, state, reason: message };
    if (state === 'ok') logger.info(fields, 'enterprise manager link');
    else logger.warn(fields, 'enterprise manager link');
  }

  #logged(error: unknown): unknown {
    if (!(error instanceof EmError)) this.#deps.logger.error({ err: error }, 'a poll failed unexpectedly');
    return error;
  }
}
