import type { OpenRetry, Task } from '@retry-desk/contract';
import { isOpen } from '@retry-desk/contract';
import type { AgentJob, EnterpriseManager, Run } from '@retry-desk/em-client';
import { type Beat, createBeat } from './beat.ts';
import { applyChange, type Change } from './change.ts';
import { EmReader } from './em-reader.ts';
import { Estate } from './estate.ts';
import { toEmHealth } from './health.ts';
import { KeptPicture } from './kept-picture.ts';
import { MachineResults } from './machine-results.ts';
import { createPublisher, type Draft, type Published, type Publisher } from './publish.ts';
import { Refresh } from './refresh.ts';
import { Rounds } from './rounds.ts';
import { toRun } from './run-record.ts';
import type { SharedReading } from './shared-reading.ts';
import { type Known, snapshot } from './snapshot.ts';

export type BoardLogger = {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
};

/** What the board needs of the desk: plain functions, because the desk needs the board too. */
export type BoardRetries = {
  /** Open retries and those that ended lately, newest first. */
  cards(): Task[];
  openRetry(jobId: string): OpenRetry | null;
  onChange(listener: () => void): () => void;
};

export type BoardDeps = {
  em: EnterpriseManager;
  clock: { now(): number };
  logger: BoardLogger;
  settings: { pollMs: number; retryPollMs: number };
  retries: BoardRetries;
  /** Where several processes share one reading of Enterprise Manager. */
  shared?: SharedReading | undefined;
};

/** What is failed now: Enterprise Manager read beat by beat, published once for all viewers. */
export type Board = {
  start(): void;
  /** No poll begins after this; the result of one in progress is not waited for. */
  stop(): void;
  /** A job with its runs of thirty days, newest first. */
  job(id: string): { job: AgentJob; runs: readonly Run[] } | undefined;
  /** Takes runs that somebody else has read and publishes what they change. */
  observeRuns(runs: Run[]): void;
  current(): Published;
  /** Reads Enterprise Manager now, the list of jobs included. */
  refreshNow(): Promise<void>;
  /** Whether Enterprise Manager has been tried once, well or not. */
  readonly attempted: boolean;
  onPublish(listener: (published: Published) => void): () => void;
  /** What is known of Enterprise Manager; null before the first good read. */
  known(): Known | null;
  readonly machines: MachineResults;
  readonly lastGoodAt: number | null;
};

/** How often a process that does not read asks what another has read. */
const HEAR_MS = 1_000;

/** Makes a board that is not reading yet. */
export function createBoard(deps: BoardDeps): Board {
  return new LiveBoard(deps);
}

class LiveBoard implements Board {
  readonly machines: MachineResults;
  readonly #deps: BoardDeps;
  readonly #estate: Estate;
  readonly #kept: KeptPicture;
  readonly #reader: EmReader;
  readonly #refresh: Refresh;
  readonly #publisher: Publisher;
  readonly #rounds: Rounds;
  readonly #beat: Beat;
  readonly #startedAt: number;
  #stopped = false;
  #unsubscribe: (() => void) | undefined;

  constructor(deps: BoardDeps) {
    const { em, clock, logger, settings } = deps;
    this.#deps = deps;
    this.#startedAt = clock.now();
    const tell = (change: Change) => this.#rounds.tell(change);
    this.#estate = new Estate(tell);
    this.machines = new MachineResults(em, clock, tell);
    this.#kept = new KeptPicture({
      job: (id) => this.#estate.job(id),
      runsOf: (id) => this.#estate.runsOf(id),
      machinesOf: (runId) => this.machines.of(runId),
    });
    this.#reader = new EmReader({ em, estate: this.#estate, machines: this.machines });
    this.#publisher = createPublisher(
      () => this.#draft(),
      (error) => logger.error({ err: error }, 'publishing the board failed'),
    );
    this.#refresh = new Refresh({
      reader: this.#reader,
      host: em.host,
      clock,
      logger,
      pollMs: settings.pollMs,
      version: () => this.#version(),
      publish: () => this.#publish(),
      told: (health) => tell({ kind: 'health', health }),
    });
    this.#rounds = new Rounds({
      shared: deps.shared,
      reader: this.#reader,
      refresh: this.#refresh,
      logger,
      take: (change) => applyChange(change, this.#estate, this.machines),
      publish: () => this.#publish(),
    });
    this.#beat = createBeat({
      run: (asked) => this.#rounds.round(asked),
      pauseMs: () => this.#pauseMs(),
    });
  }

  start(): void {
    this.#unsubscribe = this.#deps.retries.onChange(() => {
      this.#publisher.publishSoon();
      if (this.#hasOpenRetry()) this.#beat.hurry();
    });
    this.#beat.start();
  }

  stop(): void {
    this.#stopped = true;
    this.#unsubscribe?.();
    this.#beat.stop();
    this.#publisher.stop();
  }

  job(id: string): { job: AgentJob; runs: readonly Run[] } | undefined {
    const job = this.#estate.job(id);
    return job && { job, runs: this.#estate.runsOf(id).map((record) => toRun(record, job)) };
  }

  observeRuns(runs: Run[]): void {
    const before = this.#estate.version;
    if (this.#estate.takeRuns(runs).unknownJob) this.#reader.wantJobs();
    if (this.#estate.version !== before) this.#publisher.publishSoon();
  }

  current(): Published {
    return this.#publisher.current();
  }

  async refreshNow(): Promise<void> {
    await this.#beat.now();
    await this.#publisher.publish();
  }

  get attempted(): boolean {
    return this.#refresh.attempted;
  }

  get lastGoodAt(): number | null {
    return this.#refresh.health.lastGoodAt;
  }

  onPublish(listener: (published: Published) => void): () => void {
    return this.#publisher.onPublish(listener);
  }

  known(): Known | null {
    if (!this.#refresh.ready) return null;
    return {
      jobs: this.#estate.jobs(),
      runsOf: (id) => this.#estate.runsOf(id),
      machinesOf: (id) => this.machines.of(id),
    };
  }

  #draft(): Draft {
    const { retries, clock, settings } = this.#deps;
    const { health } = this.#refresh;
    const seen = { cards: retries.cards(), openRetry: (jobId: string) => retries.openRetry(jobId) };
    return {
      takenAt: new Date(health.lastGoodAt ?? this.#startedAt).toISOString(),
      pollSeconds: settings.pollMs / 1000,
      em: toEmHealth(health, this.#estate.newestEventAt),
      ...(this.#refresh.ready
        ? this.#kept.picture(this.#estate.takeChanged(), seen, clock.now())
        : snapshot(null, seen, clock.now())),
    };
  }

  #publish(): void {
    this.#rounds.flush();
    if (!this.#stopped) void this.#publisher.publish();
  }

  #version(): number {
    return this.#estate.version + this.machines.version;
  }

  #pauseMs(): number {
    const { settings } = this.#deps;
    if (this.#hasOpenRetry() || this.#reader.behind) return settings.retryPollMs;
    return this.#rounds.hears ? Math.min(HEAR_MS, settings.pollMs) : settings.pollMs;
  }

  #hasOpenRetry(): boolean {
    return this.#deps.retries.cards().some((task) => isOpen(task.state));
  }
}
