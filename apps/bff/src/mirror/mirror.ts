import {
  type AgentJob,
  EmError,
  type EnterpriseManager,
  type Guid,
  type Instant,
  isOver,
  type Run,
} from '@retry-desk/em-client';
import type { StructuredLogger } from '#telemetry/logger.ts';
import { type StoppableLogger, stoppable } from '#telemetry/stoppable-logger.ts';
import { applyChange } from './apply-change.ts';
import type { Change } from './change.ts';
import { Computers } from './computers.ts';
import { Inventory } from './inventory.ts';
import { autoRetryOf, type MayBeOwnRun } from './job-state.ts';
import type { LinkHealth } from './link-health.ts';
import { MachineHistory } from './machine-history.ts';
import { MachineResults } from './machine-results.ts';
import { DeltaReader } from './poll/delta-reader.ts';
import { OlderReads } from './poll/older-reads.ts';
import { FOLLOW_MS, pollDelay } from './poll/poll-delay.ts';
import { createPollLoop } from './poll/poll-loop.ts';
import { Poller } from './poll/poller.ts';
import type { ChangeFeed } from './replicas/change-feed.ts';
import { LeaderOrFollower } from './replicas/leader-or-follower.ts';
import { type RunRecord, toRun } from './run-record.ts';

export type MirrorDeps = {
  em: EnterpriseManager;
  clock: { now(): number };
  logger: StructuredLogger;
  settings: { pollMs: number; retryPollMs: number };
  /** When Enterprise Manager answered any request last; null before the first time. */
  answeredAt: () => number | null;
  /** Where several processes share one poller. */
  feed?: ChangeFeed | undefined;
};

/** How soon a change has to be shown: `now` ends a poll, `soon` may be one of many. */
export type Urgency = 'now' | 'soon';

/**
 * Our copy of Enterprise Manager: its jobs, the history of their runs and the results of machines, updated by polling.
 */
export type Mirror = {
  readonly inventory: Inventory;
  readonly machines: MachineResults;
  /** The machines of each job, and their last good backups. */
  readonly history: MachineHistory;
  /** The computers of protection groups. */
  readonly computers: Computers;
  /** Changes whenever something else is known. */
  readonly version: number;
  readonly health: LinkHealth;
  /** The last poll brought nothing. */
  readonly failed: boolean;
  /** All jobs and the runs that decide them have been read once. */
  readonly ready: boolean;
  /** Enterprise Manager has been tried once, well or not. */
  readonly attempted: boolean;
  start(): void;
  /** No poll begins after this; one in progress is not waited for. */
  stop(): void;
  /** Polls now, the list of jobs included, to the end. */
  pollNow(): Promise<void>;
  /**
   * The moment by Enterprise Manager's own clock, to which all its dates belong; where it has not answered this process yet,
   * by ours. A server whose clock is hours ahead must not call every job overdue.
   */
  now(): Instant;
  /** Milliseconds until the next poll ends; not above 0 where that is overdue. */
  nextPollEndsInMs(): number;
  /** A job with the history of its runs, newest first. */
  job(id: Guid): { job: AgentJob; runs: readonly Run[] } | undefined;
  /** When Veeam tries a failed job again by itself; null where it will not, or nothing is known of the job. */
  veeamRetriesAt(id: Guid, mayBeOwnRun: MayBeOwnRun): Instant | null;
  /** Takes runs that somebody else has read, and reads why they failed. */
  observeRuns(runs: Run[]): void;
  onChange(listener: (urgency: Urgency) => void): () => void;
};

/** Makes a mirror that does not poll yet. */
export function createMirror(deps: MirrorDeps): Mirror {
  return new PolledMirror(deps);
}

class PolledMirror implements Mirror {
  readonly inventory: Inventory;
  readonly machines: MachineResults;
  readonly history: MachineHistory;
  readonly computers = new Computers();
  readonly #em: MirrorDeps['em'];
  readonly #clock: { now(): number };
  readonly #logger: StoppableLogger;
  readonly #pollMs: number;
  readonly #reader: DeltaReader;
  readonly #poller: Poller;
  readonly #role: LeaderOrFollower;
  readonly #pollLoop: ReturnType<typeof createPollLoop>;
  readonly #listeners = new Set<(urgency: Urgency) => void>();

  constructor({ em, clock, logger, feed, answeredAt, settings }: MirrorDeps) {
    this.#clock = clock;
    this.#logger = stoppable(logger);
    this.#pollMs = settings.pollMs;
    const record = (change: Change) => this.#role.record(change);
    const publish = () => this.#publish('now');
    this.#em = em;
    const now = () => Math.max(clock.now(), em.now());
    this.inventory = new Inventory(record, now);
    this.machines = new MachineResults(em, clock, record);
    this.history = new MachineHistory(this.inventory, this.machines, now);
    const { history, machines, computers } = this;
    const olderReads = new OlderReads({ em, history, machines, computers, clock, logger: this.#logger });
    this.#reader = new DeltaReader({ em, inventory: this.inventory, machines: this.machines });
    this.#poller = new Poller({
      reader: this.#reader,
      olderReads,
      host: em.host,
      clock,
      serverNow: () => em.serverNow(),
      answeredAt,
      logger: this.#logger,
      pollMs: settings.pollMs,
      version: () => this.version,
      publish,
      onHealth: (health) => record({ kind: 'health', health }),
    });
    this.#role = new LeaderOrFollower({
      feed,
      reader: this.#reader,
      poller: this.#poller,
      logger: this.#logger,
      take: (change) => applyChange(change, this.inventory, this.machines),
      publish,
      readOlder: () => olderReads.begin(settings.pollMs),
    });
    this.#pollLoop = createPollLoop({
      run: (requested) => this.#role.cycle(requested),
      delayMs: (tookMs) => this.#pollDelay(tookMs, settings),
    });
  }

  get version(): number {
    return this.inventory.version + this.machines.version;
  }

  get health(): LinkHealth {
    return this.#poller.health;
  }

  get failed(): boolean {
    return this.#poller.failed;
  }

  get ready(): boolean {
    return this.#poller.ready;
  }

  get attempted(): boolean {
    return this.#poller.attempted;
  }

  start(): void {
    this.#pollLoop.start();
  }

  stop(): void {
    this.#listeners.clear();
    this.#pollLoop.stop();
    this.#logger.stop();
  }

  async pollNow(): Promise<void> {
    await this.#pollLoop.now();
    await this.#poller.drained();
  }

  nextPollEndsInMs(): number {
    // A follower learns when the leader last published a poll, not when it polls next.
    if (this.#role.follows) return this.#pollMs + FOLLOW_MS - this.#role.sinceGoodMs();
    return this.#pollLoop.endsInMs();
  }

  now(): Instant {
    return this.#em.serverNow() ?? Math.max(this.#clock.now(), this.#em.now());
  }

  job(id: Guid): { job: AgentJob; runs: readonly Run[] } | undefined {
    const job = this.inventory.job(id);
    return job && { job, runs: Array.from(this.inventory.runsOf(id), (record) => toRun(record, job)) };
  }

  veeamRetriesAt(id: Guid, mayBeOwnRun: MayBeOwnRun): Instant | null {
    const job = this.inventory.job(id);
    return job === undefined ? null : autoRetryOf(job, this.inventory.runsOf(id), mayBeOwnRun, this.now());
  }

  observeRuns(runs: Run[]): void {
    const before = this.version;
    if (this.inventory.takeRuns(runs).unknownJob) this.#reader.requestJobList();
    if (this.version === before) return;
    this.#publish('soon');
    void this.#explain(new Set(runs.map(({ jobId }) => jobId)));
  }

  onChange(listener: (urgency: Urgency) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #publish(urgency: Urgency): void {
    if (urgency === 'now') this.#role.flush();
    for (const listener of this.#listeners) listener(urgency);
  }

  #pollDelay(tookMs: number, settings: MirrorDeps['settings']): number {
    const { failed, inVain, untried } = this.#poller;
    const advances = this.#reader.advances && !failed;
    return pollDelay({ advances, follows: this.#role.follows, inVain, untried, tookMs }, settings);
  }

  /** Reads why these jobs failed, where that is not known yet; where that fails the next poll does it. */
  async #explain(jobIds: ReadonlySet<Guid>): Promise<void> {
    const before = this.version;
    const newest = [...jobIds].flatMap((id) => this.inventory.runsOf(id).at(0) ?? []);
    try {
      await this.machines.read(newest.filter(hasFailed), true);
    } catch (error) {
      if (!(error instanceof EmError))
        this.#logger.error(
          { event: 'em.machine-results-failed', err: error },
          'the machine results of a run could not be read',
        );
    }
    if (this.version !== before) this.#publish('now');
  }
}

function hasFailed(run: RunRecord): boolean {
  return isOver(run) && run.result === 'failed';
}
