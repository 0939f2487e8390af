import type { Change } from '#mirror/change.ts';
import type { LinkHealth } from '#mirror/link-health.ts';
import type { EmReader } from '#mirror/poll/delta-reader.ts';
import type { Refresh } from '#mirror/poll/poller.ts';
import type { StructuredLogger } from '#telemetry/logger.ts';
import type { SharedReading } from './change-feed.ts';

export type RoundsDeps = {
  /** Undefined for a process that is the only one. */
  shared: SharedReading | undefined;
  reader: Pick<EmReader, 'behind'>;
  refresh: Pick<Refresh, 'ready' | 'poll' | 'settled' | 'hear'>;
  logger: StructuredLogger;
  /** Takes what another process has read; returns its word on the link. */
  take: (change: Change) => LinkHealth | null;
  publish: () => void;
};

/** What a beat of the board does: one of many processes reads Enterprise Manager, the others hear what it found. */
export class Rounds {
  readonly #deps: RoundsDeps;
  /** Knows all jobs and their history: what it finds from then on is news to the others as well. */
  #warm = false;
  /** All that others have told since we read by ourselves has been taken. */
  #listening = false;
  /** The last good read of another process, and when we heard of it or read by ourselves: its clock may differ from ours. */
  #good = { lastGoodAt: Number.NaN, at: Number.NEGATIVE_INFINITY };

  constructor(deps: RoundsDeps) {
    this.#deps = deps;
  }

  /** Whether the next round only asks what another process has read. */
  get hears(): boolean {
    const { shared } = this.#deps;
    return shared !== undefined && this.#listening && !shared.reads();
  }

  /** Milliseconds since we read, or heard of the last good read of another process. */
  goodAgoMs(): number {
    return performance.now() - this.#good.at;
  }

  /** A change that the others have to hear of, if it is ours to tell. */
  tell(change: Change): void {
    const { shared } = this.#deps;
    if (shared?.reads() && (this.#warm || change.kind === 'health')) shared.tell(change);
  }

  /** Sends what has been told so far, without waiting for the end of the round. */
  flush(): void {
    const { shared } = this.#deps;
    if (shared?.reads()) void shared.flush();
  }

  /** `asked`: somebody wants Enterprise Manager read now, whoever reads it else. */
  async round(asked: boolean): Promise<void> {
    const { shared, refresh } = this.#deps;
    if (shared === undefined) return refresh.poll(asked);
    if (asked || shared.reads()) return this.#read(shared, asked);
    return this.#listening ? this.#hear(shared) : this.#catchUp(shared);
  }

  async #read(shared: SharedReading, everything: boolean): Promise<void> {
    const { refresh, reader } = this.#deps;
    await this.#poll(everything);
    if (!this.#warm && refresh.ready && !reader.behind) {
      this.#warm = true;
      // Who began without knowing anything cannot tell what has changed since: the others read by themselves once.
      if (shared.reads()) shared.tell({ kind: 'begin' });
    }
    if (shared.reads()) await shared.flush();
  }

  async #poll(everything: boolean): Promise<void> {
    await this.#deps.refresh.poll(everything);
    this.#good.at = performance.now();
  }

  /** Reads all by itself once, listening from the moment before. */
  async #catchUp(shared: SharedReading): Promise<void> {
    const { refresh, reader, logger } = this.#deps;
    const goesOn = refresh.ready && reader.behind;
    if (!goesOn) await shared.listen().catch((error) => logger.warn({ err: error }, CANNOT_HEAR));
    await this.#poll(!goesOn);
    // A list that is read later than what others tell meanwhile would be taken for younger.
    await refresh.settled();
    this.#warm ||= refresh.ready && !reader.behind;
    this.#listening = refresh.ready && !reader.behind;
  }

  async #hear(shared: SharedReading): Promise<void> {
    const { refresh, logger, take, publish } = this.#deps;
    try {
      const changes = await shared.hear();
      this.#listening = changes !== null;
      if (changes === null || changes.length === 0) return;
      for (const change of changes) {
        const health = take(change);
        if (health === null) continue;
        const { lastGoodAt } = health;
        if (lastGoodAt !== null && lastGoodAt !== this.#good.lastGoodAt)
          this.#good = { lastGoodAt, at: performance.now() };
        refresh.hear(health);
      }
      publish();
    } catch (error) {
      logger.warn({ err: error }, CANNOT_HEAR);
    }
  }
}

const CANNOT_HEAR = 'what other processes have read of Enterprise Manager cannot be asked for';
