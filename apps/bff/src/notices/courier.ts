import { randomInt } from 'node:crypto';
import type { NoticeChannel } from '@retry-desk/contract';
import { atMost } from '#at-most.ts';
import { type Coalesced, coalesced } from '#coalesced.ts';
import type { Store } from '#store/open-store.ts';
import type { StructuredLogger } from '#telemetry/logger.ts';
import { OutageLine } from '#telemetry/outage-line.ts';
import type { Channel, Delivery } from './channels/channel.ts';
import {
  type ChannelRow,
  type Claim,
  claimDue,
  type DeliveryRow,
  finish,
  LONGEST_DELAY_MS,
  readChannel,
  writeChannel,
} from './deliveries.ts';
import { noticeFrom } from './outbox.ts';

export type CourierDeps = {
  store: Pick<Store, 'db'>;
  clock: { now(): number };
  logger: StructuredLogger;
  /** The name of this process on leases. */
  owner: string;
  /** The delay after a first failure, milliseconds. */
  firstDelayMs?: number | undefined;
  /** Called with the health of the channel after each round. */
  onHealth(row: ChannelRow): void;
};

/** Deliveries claimed, and attempted, at once. */
const AT_ONCE = 4;
const FIRST_DELAY_MS = 5_000;
/**
 * After this long, and so many failed attempts, a delivery is given up: of a clock that jumps only one of the two is true.
 * A day holds about a hundred, an hour about ten.
 */
const GIVE_UP = { ms: 24 * 60 * 60_000, attempts: 90 };
/**
 * The same for one that is refused as it was before: another attempt will hardly change that, and the next of its key waits
 * for it. One refusal after a long outage is no such reason.
 */
const GIVE_UP_REFUSED = { ms: 60 * 60_000, attempts: 8 };

/** Deliveries on their way get this long when the process stops. */
const LAST_MS = 3_000;

/** Doubles from the first to a quarter of an hour, with a fifth of jitter. */
function delayMs(failures: number, firstMs: number): number {
  const full = Math.min(firstMs * 2 ** Math.min(failures - 1, 20), LONGEST_DELAY_MS);
  return Math.round(full * (0.8 + randomInt(0, 201) / 1000));
}

/** Takes what is due for one channel out of the outbox and delivers it, again and again. */
export class Courier {
  readonly #deps: CourierDeps;
  readonly #channel: Channel;
  readonly #delivering: Coalesced;
  #isStopped = false;
  readonly #outage: OutageLine;

  constructor(channel: Channel, deps: CourierDeps) {
    this.#channel = channel;
    this.#deps = deps;
    this.#outage = new OutageLine(deps.clock);
    this.#delivering = coalesced(
      () => this.#deliverDue(),
      (error) => this.#couldNot(error),
    );
  }

  get name(): NoticeChannel {
    return this.#channel.name;
  }

  /** Looks now whether anything is due. */
  wake(): void {
    this.#delivering.request();
  }

  /** Begins no delivery any more. Those on their way get a moment, and are cut off then: they are made again with the same id. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    const stopped = this.#delivering.stop();
    await atMost(LAST_MS, stopped);
    await this.#channel.close();
    await stopped;
  }

  async #deliverDue(): Promise<void> {
    const { store, clock, owner, onHealth } = this.#deps;
    const { name: channel } = this.#channel;
    for (;;) {
      const health = await readChannel(store.db, channel);
      onHealth(health);
      const now = clock.now();
      if (this.#isStopped || isWaiting(health, now)) break;
      // A channel that fails is tried with one, not with all.
      const isFailing = health.failures > 0;
      const claims = await claimDue(store.db, { channel, owner, now, most: isFailing ? 1 : AT_ONCE, isFailing });
      if (claims.length === 0) break;
      await Promise.all(claims.map((claim) => this.#attempt(claim)));
    }
    this.#outage.end();
  }

  async #attempt({ delivery, body }: Claim): Promise<void> {
    const { firstDelayMs = FIRST_DELAY_MS } = this.#deps;
    const outcome = await this.#deliver(delivery, body);
    // An attempt that our own end has cut off shows nothing of the channel; its lease ends by itself.
    if (this.#isStopped && outcome.kind !== 'delivered') return;
    const state = await this.#deps.store.db.transaction().execute(async (trx) => {
      const before = await readChannel(trx, this.#channel.name);
      const now = this.#deps.clock.now();
      const health = healthAfter(before, outcome, now, firstDelayMs);
      const finished = finishedAs(delivery, outcome, health, now, firstDelayMs);
      await finish(trx, delivery, finished);
      await writeChannel(trx, health);
      return finished.state;
    });
    this.#log(delivery, outcome, state);
  }

  /** A fault of ours costs this notice alone: others of the channel pass, and it is given up in the end. */
  async #deliver({ notice_id, channel }: DeliveryRow, body: string): Promise<Delivery> {
    try {
      return await this.#channel.deliver(noticeFrom(body));
    } catch (error) {
      this.#deps.logger.error(
        // Its message could hold an address, and so a secret.
        { event: 'notice.fault', notice: notice_id, channel, error: error instanceof Error ? error.name : 'unknown' },
        'a notice could not be put into the form of its channel',
      );
      return { kind: 'refused', error: 'the desk could not put it into the form of this channel' };
    }
  }

  #log(
    { notice_id, channel, attempts }: DeliveryRow,
    outcome: Delivery,
    state: DeliveryRow['state'] | undefined,
  ): void {
    const { logger } = this.#deps;
    const facts = { notice: notice_id, channel, attempt: attempts };
    if (outcome.kind === 'delivered') {
      logger.info({ event: 'notice.delivered', ...facts }, 'a notice was delivered');
      return;
    }
    const { error } = outcome;
    if (state === 'given-up')
      logger.error({ event: 'notice.given-up', ...facts, error }, 'a notice was given up: nobody has received it');
    else
      logger.warn(
        { event: 'notice.not-delivered', ...facts, error },
        'a notice was not delivered; it will be tried again',
      );
  }

  #couldNot(error: unknown): void {
    if (this.#outage.isDue())
      this.#deps.logger.warn(
        { event: 'notices.store-away', channel: this.#channel.name, err: error },
        'the outbox of notices could not be read or written; it will be tried again',
      );
  }
}

/** Whether the delay after a failure goes on; a moment further ahead than any delay is of a clock that was set back. */
function isWaiting({ due_at }: ChannelRow, now: number): boolean {
  return due_at > now && due_at <= now + 2 * LONGEST_DELAY_MS;
}

/** The health of a channel after an attempt. A notice that is refused is no fault of the channel: it responds. */
function healthAfter(before: ChannelRow, outcome: Delivery, now: number, firstDelayMs: number): ChannelRow {
  const { channel, failures } = before;
  if (outcome.kind === 'delivered')
    return { channel, failing_since: null, failures: 0, due_at: 0, delivered_at: now, error: null, error_at: null };
  const noted = { ...before, error: outcome.error, error_at: now };
  if (outcome.kind === 'refused') return { ...noted, failing_since: null, failures: 0, due_at: 0 };
  // Of several attempts at once one counts.
  if (failures > 0 && isWaiting(before, now)) return noted;
  const { retryAfterMs } = outcome;
  // An answer that lets us come back at once would be asked for without an end.
  const delay = retryAfterMs === null ? delayMs(failures + 1, firstDelayMs) : Math.max(retryAfterMs, firstDelayMs);
  return { ...noted, failing_since: before.failing_since ?? now, failures: failures + 1, due_at: now + delay };
}

function finishedAs(
  { at, attempts, error: before }: DeliveryRow,
  outcome: Delivery,
  health: ChannelRow,
  now: number,
  firstDelayMs: number,
): Parameters<typeof finish>[2] {
  if (outcome.kind === 'delivered') return { state: 'delivered', done_at: now, receipt: outcome.receipt, error: null };
  const { error } = outcome;
  const bounds = outcome.kind === 'refused' && error === before ? GIVE_UP_REFUSED : GIVE_UP;
  const failed = Math.max(attempts, health.failures);
  if (now - at >= bounds.ms && failed >= bounds.attempts) return { state: 'given-up', done_at: now, error };
  return { error, due_at: outcome.kind === 'refused' ? now + delayMs(attempts, firstDelayMs) : now };
}
