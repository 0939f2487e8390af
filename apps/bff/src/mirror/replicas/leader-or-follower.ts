import type { Change } from '#mirror/change.ts';
import type { LinkHealth } from '#mirror/link-health.ts';
import type { DeltaReader } from '#mirror/poll/delta-reader.ts';
import type { Poller } from '#mirror/poll/poller.ts';
import type { StructuredLogger } from '#telemetry/logger.ts';
import type { ChangeFeed } from './change-feed.ts';

export type LeaderOrFollowerDeps = {
  /** Undefined for a process that is the only one. */
  feed: ChangeFeed | undefined;
  reader: Pick<DeltaReader, 'behind'>;
  poller: Pick<Poller, 'ready' | 'poll' | 'drained' | 'receive'>;
  logger: StructuredLogger;
  /** Takes what another process has read; returns its word on the link. */
  take: (change: Change) => LinkHealth | null;
  publish: () => void;
};

/** What a beat of the board does: one of many processes reads Enterprise Manager, the others hear what it found. */
export class LeaderOrFollower {
  readonly #deps: LeaderOrFollowerDeps;
  /** Knows all jobs and their history: what it finds from then on is news to the others as well. */
  #warm = false;
  /** All that others have told since we read by ourselves has been taken. */
  #following = false;
  /** The last good read of another process, and when we heard of it or read by ourselves: its clock may differ from ours. */
  #good = { lastGoodAt: Number.NaN, at: Number.NEGATIVE_INFINITY };

  constructor(deps: LeaderOrFollowerDeps) {
    this.#deps = deps;
  }

  /** Whether the next round only asks what another process has read. */
  get follows(): boolean {
    const { feed } = this.#deps;
    return feed !== undefined && this.#following && !feed.reads();
  }

  /** Milliseconds since we read, or heard of the last good read of another process. */
  sinceGoodMs(): number {
    return performance.now() - this.#good.at;
  }

  /** A change that the others have to hear of, if it is ours to tell. */
  record(change: Change): void {
    const { feed } = this.#deps;
    if (feed?.reads() && (this.#warm || change.kind === 'health')) feed.publish(change);
  }

  /** Sends what has been told so far, without waiting for the end of the round. */
  flush(): void {
    const { feed } = this.#deps;
    if (feed?.reads()) void feed.flush();
  }

  /** `requested`: somebody wants Enterprise Manager read now, whoever reads it else. */
  async cycle(requested: boolean): Promise<void> {
    const { feed, poller } = this.#deps;
    if (feed === undefined) return poller.poll(requested);
    if (requested || feed.reads()) return this.#read(feed, requested);
    return this.#following ? this.#receive(feed) : this.#catchUp(feed);
  }

  async #read(feed: ChangeFeed, everything: boolean): Promise<void> {
    const { poller, reader } = this.#deps;
    await this.#poll(everything);
    if (!this.#warm && poller.ready && !reader.behind) {
      this.#warm = true;
      // Who began without knowing anything cannot tell what has changed since: the others read by themselves once.
      if (feed.reads()) feed.publish({ kind: 'begin' });
    }
    if (feed.reads()) await feed.flush();
  }

  async #poll(everything: boolean): Promise<void> {
    await this.#deps.poller.poll(everything);
    this.#good.at = performance.now();
  }

  /** Reads all by itself once, listening from the moment before. */
  async #catchUp(feed: ChangeFeed): Promise<void> {
    const { poller, reader, logger } = this.#deps;
    const goesOn = poller.ready && reader.behind;
    if (!goesOn) await feed.follow().catch((error) => logger.warn({ err: error }, CANNOT_RECEIVE));
    await this.#poll(!goesOn);
    // A list that is read later than what others tell meanwhile would be taken for younger.
    await poller.drained();
    this.#warm ||= poller.ready && !reader.behind;
    this.#following = poller.ready && !reader.behind;
  }

  async #receive(feed: ChangeFeed): Promise<void> {
    const { poller, logger, take, publish } = this.#deps;
    try {
      const changes = await feed.receive();
      this.#following = changes !== null;
      if (changes === null || changes.length === 0) return;
      for (const change of changes) {
        const health = take(change);
        if (health === null) continue;
        const { lastGoodAt } = health;
        if (lastGoodAt !== null && lastGoodAt !== this.#good.lastGoodAt)
          this.#good = { lastGoodAt, at: performance.now() };
        poller.receive(health);
      }
      publish();
    } catch (error) {
      logger.warn({ err: error }, CANNOT_RECEIVE);
    }
  }
}

const CANNOT_RECEIVE = 'what other processes have read of Enterprise Manager cannot be asked for';
