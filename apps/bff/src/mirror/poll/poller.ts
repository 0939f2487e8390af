import { EmError } from '@retry-desk/em-client';
import { atMost } from '#at-most.ts';
import {
  afterFailure,
  afterGood,
  afterPartial,
  afterRuns,
  afterWaiting,
  type LinkHealth,
  newHealth,
} from '#mirror/link-health.ts';
import type { StructuredLogger } from '#telemetry/logger.ts';
import { OutageLine } from '#telemetry/outage-line.ts';
import type { DeltaReader } from './delta-reader.ts';
import type { OlderReads } from './older-reads.ts';

export type PollerDeps = {
  reader: DeltaReader;
  olderReads: Pick<OlderReads, 'begin' | 'drained'>;
  /** Enterprise Manager's host, for messages. */
  host: string;
  clock: { now(): number };
  /** The time on Enterprise Manager's own clock; null before its first answer. */
  serverNow: () => number | null;
  /** When Enterprise Manager answered a question of anybody last, by that clock; null before the first time. */
  answeredAt: () => number | null;
  logger: StructuredLogger;
  /** A poll that takes twice this long is shown to people. */
  pollMs: number;
  /** Changes whenever there is something new to show. */
  version: () => number;
  publish: () => void;
  /** Receives the health of the link after every poll, and when it changes. */
  onHealth: (health: LinkHealth) => void;
};

/** Polls Enterprise Manager and derives the health of the link. Never throws. */
export class Poller {
  readonly #deps: PollerDeps;
  readonly #outage: OutageLine;
  /** Of polls that fail by a fault of ours, not of Enterprise Manager. */
  readonly #faults: OutageLine;
  #health: LinkHealth;
  #ready = false;
  #attempted = false;
  /** The next background read includes the list of jobs. */
  #everything = false;
  #rest: Promise<void> | null = null;
  /** When a list of jobs was requested that has been read. */
  #jobsReadAt: number | null = null;
  /** The fault of the last background read. */
  #fault: { error: unknown } | null = null;
  #inVain = false;
  #untried = false;
  /** When the first request was sent that is still unanswered. */
  #waitingSince: number | null = null;

  constructor(deps: PollerDeps) {
    this.#deps = deps;
    this.#outage = new OutageLine(deps.clock);
    this.#faults = new OutageLine(deps.clock);
    this.#health = newHealth(deps.host, deps.clock.now());
  }

  get health(): LinkHealth {
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

  /** The last poll read nothing. */
  get failed(): boolean {
    return this.#health.failuresInRow > 0;
  }

  /** It was waited for and nobody answered. */
  get inVain(): boolean {
    return this.failed && this.#inVain;
  }

  /**
   * The poll was skipped: earlier polls had failed several times in a row, or Enterprise Manager had sent Retry-After.
   */
  get untried(): boolean {
    return this.failed && this.#untried;
  }

  /** Takes another process's word on the link. One of an older version leaves out what it does not know of. */
  receive(health: LinkHealth): void {
    this.#attempted = true;
    this.#log(health);
    this.#jobsReadAt = health.jobsReadAt ?? null;
    this.#health = { ...health, jobsReadAt: this.#jobsReadAt, aheadMs: health.aheadMs ?? null };
  }

  /** One read; `everything` also reads the list of jobs. Must not overlap itself. */
  async poll(everything: boolean): Promise<void> {
    const { reader, clock, host, pollMs, publish } = this.#deps;
    const now = clock.now();
    const watchdog = this.#watch(now);
    try {
      await (this.#ready ? reader.delta(now, this.#health.lastGoodAt) : reader.initialLoad(now));
      if (!this.#ready) this.#jobsReadAt = now;
      clearTimeout(watchdog);
      this.#ready = true;
      this.#attempted = true;
      this.#setHealth(this.#afterRuns(now));
      publish();
      this.#everything ||= everything;
      // A longer read goes on beside the next polls: the delta need not wait for it.
      await atMost(pollMs / 2, this.#readRest());
      const fault = this.#fault;
      if (fault === null && this.#faults.end()) this.#deps.logger.info({ event: 'em.polls-again' }, 'polls work again');
      this.#setHealth(
        fault === null ? afterGood(this.#health, now) : afterPartial(this.#health, fault.error, host, now),
      );
    } catch (error) {
      this.#inVain = error instanceof EmError && error.isUnanswered;
      this.#untried = error instanceof EmError && error.isUntried;
      this.#setHealth(afterFailure(this.#health, this.#logged(error), host, clock.now()));
    } finally {
      clearTimeout(watchdog);
      this.#attempted = true;
      this.#deps.onHealth(this.#health);
      publish();
    }
  }

  /** A known fault of the runs counts at once, before the rest is read. */
  #afterRuns(now: number): LinkHealth {
    const { reader, host } = this.#deps;
    const { fault } = reader;
    if (fault === null || this.#health.partial) return afterRuns(this.#health, now);
    return afterPartial(this.#health, fault.error, host, now);
  }

  /** Waits for what polls have begun and not waited for. */
  async drained(): Promise<void> {
    while (this.#rest !== null || this.#everything) await this.#readRest();
    await this.#deps.olderReads.drained();
  }

  /** The reads beside the runs that may take long; never twice at the same time. Never rejects. */
  #readRest(): Promise<void> {
    this.#rest ??= this.#readParts().finally(() => {
      this.#rest = null;
    });
    return this.#rest;
  }

  /** Each part by itself, so that a failure does not hide the others; the first fault is kept for the next polls. */
  async #readParts(): Promise<void> {
    const { reader, olderReads, clock, version, publish, pollMs } = this.#deps;
    const now = clock.now();
    const withJobs = this.#everything || reader.jobsDue(now);
    this.#everything = false;
    const parts = [
      ...(withJobs ? [() => this.#readJobs(now)] : []),
      () => reader.explanations(pollMs / 2),
      () => reader.backgroundReads(now, this.#health.lastGoodAt, pollMs / 2),
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
    this.#fault = fault ?? reader.fault;
    // Nobody waits for these: they come when the history has been read.
    if (!reader.advances) olderReads.begin();
  }

  async #readJobs(now: number): Promise<void> {
    await this.#deps.reader.jobs(now);
    this.#jobsReadAt = now;
  }

  /**
   * Updates the health while a poll is waiting: data is out of date two intervals after it was read, however far apart
   * polls begin.
   */
  #watch(beganAt: number): ReturnType<typeof setTimeout> {
    const { host, clock, answeredAt, pollMs, publish } = this.#deps;
    const { lastGoodAt } = this.#health;
    // No request was open between an answer and the first request after it: that is no silence.
    const answered = answeredAt() ?? Number.NEGATIVE_INFINITY;
    if (this.#waitingSince === null || answered >= this.#waitingSince) this.#waitingSince = beganAt;
    const waitingSince = this.#waitingSince;
    const afterMs = lastGoodAt === null ? 2 * pollMs : Math.max(pollMs / 2, lastGoodAt + 2 * pollMs - beganAt);
    return setTimeout(() => {
      const now = clock.now();
      const slow = (answeredAt() ?? Number.NEGATIVE_INFINITY) > beganAt;
      const forMs = now - (slow ? beganAt : waitingSince);
      this.#setHealth(afterWaiting(this.#health, host, { kind: slow ? 'slow' : 'silent', forMs }, now));
      this.#deps.onHealth(this.#health);
      publish();
    }, afterMs);
  }

  #setHealth(next: LinkHealth): void {
    this.#log(next);
    const serverNow = this.#deps.serverNow();
    const aheadMs = serverNow === null ? null : serverNow - this.#deps.clock.now();
    this.#health = { ...next, jobsReadAt: this.#jobsReadAt, aheadMs };
  }

  /** A change of the state, or that the link is still not what it should be. */
  #log({ state, message }: LinkHealth): void {
    const { logger, host } = this.#deps;
    const isChange = state !== this.#health.state;
    if (isChange) this.#outage.end();
    if (state === 'ok' ? !isChange : !this.#outage.isDue()) return;
    const fields = { em: host, state, reason: message };
    if (state === 'ok') logger.info({ event: 'em.link.up', ...fields }, 'enterprise manager link');
    else
      logger.warn(
        { event: state === 'down' ? 'em.link.down' : 'em.link.degraded', ...fields },
        'enterprise manager link',
      );
  }

  #logged(error: unknown): unknown {
    if (!(error instanceof EmError) && this.#faults.isDue())
      this.#deps.logger.error({ event: 'em.poll-failed', err: error }, 'a poll failed unexpectedly');
    return error;
  }
}
