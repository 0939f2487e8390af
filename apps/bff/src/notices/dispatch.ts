import { randomUUID } from 'node:crypto';
import type { FailingChannel, Notice, NoticeChannel, NoticeEvent } from '@retry-desk/contract';
import { configurableEvents, pagePaths } from '@retry-desk/contract';
import type { Transaction } from 'kysely';
import { iso } from '#iso.ts';
import { ourAddress } from '#our-address.ts';
import type { Store } from '#store/open-store.ts';
import type { RetryRow } from '#store/retry-tables.ts';
import type { Database } from '#store/schema.ts';
import type { StructuredLogger } from '#telemetry/logger.ts';
import { bareNotice } from './bare-notice.ts';
import type { Channel } from './channels/channel.ts';
import { composeRetryNotice } from './compose.ts';
import { Courier } from './courier.ts';
import { type ChannelRow, releaseOthers } from './deliveries.ts';
import { Outbox } from './outbox.ts';
import { isQuiet, type QuietWindow } from './quiet-window.ts';

export type DispatchDeps = {
  store: Pick<Store, 'db' | 'kind'>;
  clock: { now(): number };
  logger: StructuredLogger;
  channels: readonly Channel[];
  settings: {
    events: readonly NoticeEvent[];
    quiet: QuietWindow | null;
    /** Where people reach the desk. */
    site: URL;
    /** How often the outbox is looked at: other processes write to it, too. */
    storePollMs: number;
    /** The delay after a first failure, milliseconds. */
    firstDelayMs?: number | undefined;
  };
};

/** A channel that fails is shown on boards and walls after this. */
const SHOWN_AFTER_MS = 15 * 60_000;

/** The outbox with those who deliver from it. */
export class Dispatch {
  readonly outbox: Outbox;
  readonly #deps: DispatchDeps;
  /** The name of this process on leases. */
  readonly #owner = randomUUID();
  readonly #couriers: readonly Courier[];
  readonly #health = new Map<NoticeChannel, ChannelRow>();
  readonly #listeners = new Set<() => void>();
  #failing: readonly FailingChannel[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: DispatchDeps) {
    this.#deps = deps;
    const { store, clock, logger, channels } = deps;
    this.outbox = new Outbox({
      store,
      clock,
      channels: channels.map(({ name }) => name),
      channelsOf: ({ event }) => this.#channelsOf(event),
      onWritten: () => this.#wake(),
    });
    const owner = this.#owner;
    const { firstDelayMs } = deps.settings;
    this.#couriers = channels.map(
      (channel) =>
        new Courier(channel, {
          store,
          clock,
          logger,
          owner,
          firstDelayMs,
          onHealth: (row) => this.#take(channel.name, row),
        }),
    );
  }

  get channels(): readonly NoticeChannel[] {
    return this.#couriers.map(({ name }) => name);
  }

  async start(): Promise<void> {
    if (this.#couriers.length === 0) return;
    const { store, settings, logger } = this.#deps;
    // One process holds it: the one that had these leases is no more.
    if (store.kind === 'sqlite')
      await releaseOthers(store.db, this.#owner).catch((error) =>
        logger.warn({ event: 'notices.store-away', err: error }, 'leases of notices end by themselves within a minute'),
      );
    this.#timer = setInterval(() => this.#wake(), settings.storePollMs);
    this.#timer.unref();
    this.#wake();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#couriers.map((courier) => courier.stop()));
  }

  /** Writes that a retry has ended, in the transaction that ends it. */
  async retryEnded(trx: Transaction<Database>, row: RetryRow): Promise<void> {
    if (this.#channelsOf('retry-ended').length === 0) return;
    const now = this.#deps.clock.now();
    await this.outbox.write(trx, composeRetryNotice(row, this.#deps.settings.site, now), this.isQuiet());
  }

  /** Whether notices wait now. */
  isQuiet(): boolean {
    const { settings, clock } = this.#deps;
    return settings.quiet !== null && isQuiet(settings.quiet, clock.now());
  }

  healthOf(channel: NoticeChannel): ChannelRow | undefined {
    return this.#health.get(channel);
  }

  /** Whether the last attempts through a channel found that it does not work. */
  isFailing(channel: NoticeChannel): boolean {
    return (this.#health.get(channel)?.failing_since ?? null) !== null;
  }

  /** Channels that have failed for a quarter of an hour; the same array while they are the same. */
  failing(): readonly FailingChannel[] {
    return this.#failing;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #channelsOf(event: NoticeEvent): NoticeChannel[] {
    const { channels, settings } = this.#deps;
    const isOff = configurableEvents.some((each) => each === event) && !settings.events.includes(event);
    return isOff ? [] : channels.filter((channel) => channel.takes(event)).map(({ name }) => name);
  }

  #wake(): void {
    for (const courier of this.#couriers) courier.wake();
  }

  #take(channel: NoticeChannel, row: ChannelRow): void {
    this.#health.set(channel, row);
    const now = this.#deps.clock.now();
    const failing = this.channels.flatMap((name) => {
      const since = this.#health.get(name)?.failing_since ?? null;
      return since === null || Math.abs(now - since) < SHOWN_AFTER_MS ? [] : [{ channel: name, since: iso(since) }];
    });
    if (JSON.stringify(failing) === JSON.stringify(this.#failing)) return;
    this.#failing = failing;
    for (const listener of this.#listeners) listener();
  }
}

/** A notice that shows that a channel works. */
export function testNotice(site: URL, requestedBy: string, at: number): Notice {
  const head = {
    ...{ key: `test:${randomUUID()}`, event: 'test' as const, url: ourAddress(pagePaths.settings, site).href },
    ...{ subject: 'Test of Retry Desk: this channel works', lines: [`Requested by ${requestedBy}.`] },
  };
  return bareNotice(head, at, at);
}
