import type { Store } from '#store/open-store.ts';
import type { StructuredLogger } from '#telemetry/logger.ts';
import { OutageLine } from '#telemetry/outage-line.ts';
import type { Channel, Delivery } from './channels/channel.ts';
import type { Heartbeat } from './channels/heartbeat.ts';
import { giveUpOthers, pruneNotices, resolveAgain } from './deliveries.ts';
import { Watcher, type WatcherDeps } from './watcher.ts';

export type NoticesDeps = Omit<WatcherDeps, 'logger'> & {
  store: Pick<Store, 'db' | 'watch'>;
  channels: readonly Channel[];
  heartbeat: Heartbeat | null;
  logger: StructuredLogger;
};

const HEARTBEAT_MS = 60_000;
/** Without a review for so long the desk cannot notify anybody: then there is no heartbeat either. */
const REVIEWED_WITHIN_MS = 60_000;
/** Alertmanager forgets alerts at a restart. */
const REPEAT_MS = 5 * 60_000;
const PRUNE_MS = 60 * 60_000;

/** All that is done for notices again and again: the rules, the heartbeat, repeats, and what is too old. */
export class Notices {
  readonly #deps: NoticesDeps;
  readonly #watcher: Watcher;
  readonly #noHeartbeat: OutageLine;
  /** Of the channels that alerts are repeated to. */
  readonly #notRepeated = new Map<string, OutageLine>();
  #timers: NodeJS.Timeout[] = [];

  constructor(deps: NoticesDeps) {
    this.#deps = deps;
    this.#watcher = new Watcher(deps);
    this.#noHeartbeat = new OutageLine(deps.clock);
    for (const { name } of deps.channels) this.#notRepeated.set(name, new OutageLine(deps.clock));
  }

  async start(): Promise<void> {
    const { dispatch, channels, heartbeat } = this.#deps;
    await dispatch.start();
    const prune = this.#guarded(() => this.#prune());
    this.#timers = [setInterval(prune, PRUNE_MS)];
    if (channels.length > 0 || heartbeat !== null) this.#watch();
    for (const timer of this.#timers) timer.unref();
    prune();
  }

  #watch(): void {
    this.#watcher.start();
    this.#timers.push(
      setInterval(
        this.#guarded(() => this.#sendHeartbeat()),
        HEARTBEAT_MS,
      ),
      setInterval(
        this.#guarded(() => this.#repeat()),
        REPEAT_MS,
      ),
    );
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#watcher.stop();
    await this.#deps.dispatch.stop();
    await this.#deps.heartbeat?.close();
  }

  #guarded(work: () => Promise<void>): () => void {
    const { logger, clock } = this.#deps;
    const outage = new OutageLine(clock);
    const worked = () => {
      if (outage.end()) logger.info({ event: 'notices.store-again' }, 'notices are read and written again');
    };
    const failed = (error: unknown) => {
      if (outage.isDue())
        logger.warn(
          { event: 'notices.store-away', err: error },
          'notices could not be read or written; tried again later',
        );
    };
    return () => void work().then(worked, failed);
  }

  /** A sign of life only while the rules are gone through and the store can be written. */
  async #sendHeartbeat(): Promise<void> {
    const { heartbeat, reads, clock, store, logger } = this.#deps;
    const reviewedAt = this.#watcher.reviewedAt();
    const isLate = reviewedAt === null || Math.abs(clock.now() - reviewedAt) > REVIEWED_WITHIN_MS;
    if (heartbeat === null || !reads() || isLate || store.watch.health.state !== 'ok') return;
    const outcome = await heartbeat.send();
    if (outcome.kind === 'delivered') {
      if (this.#noHeartbeat.end()) logger.info({ event: 'notices.heartbeat-again' }, 'the heartbeat is sent again');
    } else if (this.#noHeartbeat.isDue())
      logger.warn({ event: 'notices.heartbeat-failed', error: outcome.error }, 'the heartbeat could not be sent');
  }

  async #repeat(): Promise<void> {
    const { channels, dispatch, reads, logger, store, clock } = this.#deps;
    const repeating = channels.filter(({ repeat }) => repeat !== undefined);
    if (!reads() || repeating.length === 0) return;
    for (const channel of repeating) {
      const firing = await dispatch.outbox.firing(channel.name);
      const outcome: Delivery | undefined = await channel.repeat?.(firing);
      const keys = firing.map(({ key }) => key);
      await resolveAgain(store.db, channel.name, keys, clock.now());
      if (outcome === undefined || outcome.kind === 'delivered') this.#notRepeated.get(channel.name)?.end();
      else if (this.#notRepeated.get(channel.name)?.isDue())
        logger.warn(
          { event: 'notice.not-repeated', channel: channel.name, error: outcome.error },
          'alerts not repeated',
        );
    }
  }

  async #prune(): Promise<void> {
    const { store, clock, dispatch } = this.#deps;
    const now = clock.now();
    await giveUpOthers(store.db, dispatch.channels, now);
    await pruneNotices(store.db, now);
  }
}
