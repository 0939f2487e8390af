import type { Notice } from '@retry-desk/contract';
import type { Store } from '#store/open-store.ts';
import type { StructuredLogger } from '#telemetry/logger.ts';
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
  #timers: NodeJS.Timeout[] = [];

  constructor(deps: NoticesDeps) {
    this.#deps = deps;
    this.#watcher = new Watcher(deps);
  }

  async start(): Promise<void> {
    const { dispatch } = this.#deps;
    await dispatch.start();
    this.#watcher.start();
    this.#timers = [
      setInterval(() => void this.#sendHeartbeat(), HEARTBEAT_MS),
      setInterval(() => void this.#repeat(), REPEAT_MS),
      setInterval(() => void this.#prune(), PRUNE_MS),
    ];
    for (const timer of this.#timers) timer.unref();
    await this.#prune();
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#watcher.stop();
    await this.#deps.dispatch.stop();
    await this.#deps.heartbeat?.close();
  }

  /** A sign of life only while the rules are gone through and the store can be written. */
  async #sendHeartbeat(): Promise<void> {
    const { heartbeat, reads, clock, store, logger } = this.#deps;
    const reviewedAt = this.#watcher.reviewedAt();
    const isLate = reviewedAt === null || Math.abs(clock.now() - reviewedAt) > REVIEWED_WITHIN_MS;
    if (heartbeat === null || !reads() || isLate || store.watch.health.state !== 'ok') return;
    const outcome = await heartbeat.send();
    if (outcome.kind !== 'delivered')
      logger.warn({ event: 'notices.heartbeat-failed', error: outcome.error }, 'the heartbeat could not be sent');
  }

  async #repeat(): Promise<void> {
    const { channels, dispatch, reads, logger, store, clock } = this.#deps;
    const repeating = channels.filter(({ repeat }) => repeat !== undefined);
    if (!reads() || repeating.length === 0) return;
    const firing = await dispatch.outbox.firing().catch(() => [] as Notice[]);
    for (const channel of repeating) {
      const some = firing.filter(({ event }) => channel.takes(event));
      const outcome: Delivery | undefined = await channel.repeat?.(some);
      const keys = some.map(({ key }) => key);
      await resolveAgain(store.db, channel.name, keys, clock.now()).catch((error) =>
        logger.warn({ event: 'notices.store-away', err: error }, 'alerts that were resolved meanwhile may fire again'),
      );
      if (outcome !== undefined && outcome.kind !== 'delivered')
        logger.warn(
          { event: 'notice.not-repeated', channel: channel.name, error: outcome.error },
          'alerts not repeated',
        );
    }
  }

  async #prune(): Promise<void> {
    const { store, clock, logger, dispatch } = this.#deps;
    const now = clock.now();
    const pruned = giveUpOthers(store.db, dispatch.channels, now).then(() => pruneNotices(store.db, now));
    await pruned.catch((error) =>
      logger.warn(
        { event: 'notices.store-away', err: error },
        'old notices could not be removed; tried again in an hour',
      ),
    );
  }
}
