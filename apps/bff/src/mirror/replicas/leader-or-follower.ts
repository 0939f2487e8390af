import type { Change } from '#mirror/change.ts';
import type { LinkHealth } from '#mirror/link-health.ts';
import type { DeltaReader } from '#mirror/poll/delta-reader.ts';
import type { Poller } from '#mirror/poll/poller.ts';
import type { StructuredLogger } from '#telemetry/logger.ts';
import { OutageLine } from '#telemetry/outage-line.ts';
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
  /** Begins reads that each process makes by itself, where it needs one; after receiving changes. */
  readOlder: () => void;
};

/** A poll cycle in the role of this process: the leader polls Enterprise Manager, a follower receives its changes. */
export class LeaderOrFollower {
  readonly #deps: LeaderOrFollowerDeps;
  readonly #outage = new OutageLine(performance);
  /** All jobs and the backfill are read: from then on its changes are new to the others as well. */
  #warm = false;
  /** All changes since our own last full read have been applied. */
  #following = false;
  /**
   * The last good poll of another process, and when it was received or we polled ourselves: its clock may differ from
   * ours.
   */
  #good = { lastGoodAt: Number.NaN, at: Number.NEGATIVE_INFINITY };

  constructor(deps: LeaderOrFollowerDeps) {
    this.#deps = deps;
  }

  /** Whether the next cycle only receives changes. */
  get follows(): boolean {
    const { feed } = this.#deps;
    return feed !== undefined && this.#following && !feed.reads();
  }

  /** Milliseconds since we polled, or received the last good poll of another process. */
  sinceGoodMs(): number {
    return performance.now() - this.#good.at;
  }

  /** Publishes a change, if this process is the leader. */
  record(change: Change): void {
    const { feed } = this.#deps;
    if (feed?.reads() && (this.#warm || change.kind === 'health')) feed.publish(change);
  }

  /** Sends the queued changes, without waiting for the end of the cycle. */
  flush(): void {
    const { feed } = this.#deps;
    if (feed?.reads()) void feed.flush();
  }

  /** `requested`: Enterprise Manager is to be polled now, by a follower as well. */
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
      // A leader that began empty lacks the changes before: the followers read everything once.
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
    const { poller, reader } = this.#deps;
    const goesOn = poller.ready && reader.behind;
    if (!goesOn) await feed.follow().catch((error) => this.#couldNotReceive(error));
    await this.#poll(!goesOn);
    // A list that is read after later changes would pass for the newer one.
    await poller.drained();
    this.#warm ||= poller.ready && !reader.behind;
    this.#following = poller.ready && !reader.behind;
  }

  async #receive(feed: ChangeFeed): Promise<void> {
    const { poller, take, publish, readOlder } = this.#deps;
    try {
      const changes = await feed.receive();
      this.#outage.end();
      this.#following = changes !== null;
      readOlder();
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
      this.#couldNotReceive(error);
    }
  }

  #couldNotReceive(error: unknown): void {
    if (this.#outage.isDue())
      this.#deps.logger.warn(
        { event: 'changes.not-received', err: error },
        'changes could not be received from other processes',
      );
  }
}
