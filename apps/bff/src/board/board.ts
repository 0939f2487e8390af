import type { JournalHealth, LastRetry, OpenRetry, Task } from '@retry-desk/contract';
import { type AgentJob, EmError, type Run } from '@retry-desk/em-client';
import type { AllRows } from './all-rows.ts';
import { toEmHealth } from './health.ts';
import type { MayBeOwnRun } from './job-row.ts';
import type { MachineResults } from './machine-results.ts';
import { pollAfterMs } from './poll-after.ts';
import { createPublisher, type Draft, type Published, type Publisher } from './publish.ts';
import { createReading, type Reading, type ReadingDeps } from './reading.ts';
import type { Known, Picture } from './snapshot.ts';

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
  /** The newest one that is over, as far as the last days tell. */
  lastRetry(jobId: string): LastRetry | null;
  /** As far as the last days tell. */
  mayBeOwnRun: MayBeOwnRun;
  onChange(listener: () => void): () => void;
};

/** What the board says of the journal. */
type BoardJournal = {
  health(): JournalHealth;
  onChange(listener: () => void): () => void;
};

export type BoardDeps = ReadingDeps & {
  retries: BoardRetries;
  /** Always well where absent. */
  journal?: BoardJournal | undefined;
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
  /** When Veeam tries a failed job again by itself; null where it will not. */
  veeamRetriesAt(id: string): number | null;
  current(): Published;
  /** Reads Enterprise Manager now, the list of jobs included. */
  refreshNow(): Promise<void>;
  /** Whether Enterprise Manager has been tried once, well or not. */
  readonly attempted: boolean;
  onPublish(listener: (published: Published) => void): () => void;
  /** What is known of Enterprise Manager; null before the first good read. */
  known(): Known | null;
  /** Changes whenever something else is known. */
  version(): number;
  /** The published board, of these backup servers only. */
  part(servers: readonly string[]): Picture;
  /** The rows of all jobs by name, as of the published board. */
  rows: AllRows;
  /** Milliseconds until there can be something that this person has not seen. */
  pollAfterMs(user: string): number;
  readonly machines: MachineResults;
  readonly lastGoodAt: number | null;
};

/** Makes a board that is not reading yet. */
export function createBoard(deps: BoardDeps): Board {
  return new LiveBoard(deps);
}

class LiveBoard implements Board {
  readonly #deps: BoardDeps;
  readonly #reading: Reading;
  readonly #publisher: Publisher;
  readonly #startedAt: number;
  #stopped = false;
  #unsubscribe: (() => void)[] = [];

  constructor(deps: BoardDeps) {
    this.#deps = deps;
    this.#startedAt = deps.clock.now();
    this.#reading = createReading(deps, () => this.#publish());
    this.#publisher = createPublisher(
      () => this.#draft(),
      (error) => deps.logger.error({ err: error }, 'publishing the board failed'),
    );
  }

  start(): void {
    const { retries, journal } = this.#deps;
    const told = () => this.#publisher.publishSoon();
    this.#unsubscribe = [retries.onChange(told), ...(journal ? [journal.onChange(told)] : [])];
    this.#reading.start();
  }

  stop(): void {
    this.#stopped = true;
    for (const end of this.#unsubscribe) end();
    this.#reading.stop();
    this.#publisher.stop();
  }

  job(id: string): { job: AgentJob; runs: readonly Run[] } | undefined {
    return this.#reading.content.job(id);
  }

  observeRuns(runs: Run[]): void {
    const before = this.version();
    if (this.#reading.content.estate.takeRuns(runs).unknownJob) this.#reading.wantJobs();
    if (this.version() === before) return;
    this.#publisher.publishSoon();
    void this.#explain(new Set(runs.map(({ jobId }) => jobId)));
  }

  veeamRetriesAt(id: string): number | null {
    return this.#reading.content.veeamRetriesAt(id, this.#deps.retries.mayBeOwnRun);
  }

  current(): Published {
    return this.#publisher.current();
  }

  async refreshNow(): Promise<void> {
    await this.#reading.now();
    await this.#publisher.publish();
  }

  get attempted(): boolean {
    return this.#reading.attempted;
  }

  get lastGoodAt(): number | null {
    return this.#reading.health.lastGoodAt;
  }

  get machines(): MachineResults {
    return this.#reading.content.machines;
  }

  onPublish(listener: (published: Published) => void): () => void {
    return this.#publisher.onPublish(listener);
  }

  known(): Known | null {
    return this.#reading.ready ? this.#reading.content.known() : null;
  }

  version(): number {
    return this.#reading.content.version;
  }

  part(servers: readonly string[]): Picture {
    return this.#reading.content.part(servers);
  }

  rows = () => this.#reading.content.rows();

  pollAfterMs(user: string): number {
    const { settings } = this.#deps;
    const { openBy } = this.current();
    const [newsInMs, failed] = [this.#reading.newsInMs(), this.#reading.failed];
    return pollAfterMs({ openBy, user, newsInMs, failed, settings });
  }

  #draft(): Draft {
    const { retries, settings, journal } = this.#deps;
    const { health, ready } = this.#reading;
    const seen = {
      cards: retries.cards(),
      openRetry: (jobId: string) => retries.openRetry(jobId),
      lastRetry: (jobId: string) => retries.lastRetry(jobId),
      mayBeOwnRun: ((run, jobId) => retries.mayBeOwnRun(run, jobId)) satisfies MayBeOwnRun,
    };
    return {
      takenAt: new Date(health.lastGoodAt ?? this.#startedAt).toISOString(),
      pollSeconds: settings.pollMs / 1000,
      em: toEmHealth(health, this.#reading.content.events()),
      journal: journal?.health() ?? { state: 'ok', since: new Date(this.#startedAt).toISOString() },
      ...this.#reading.content.picture(ready, seen),
    };
  }

  #publish(): void {
    this.#reading.flush();
    if (!this.#stopped) void this.#publisher.publish();
  }

  /** A run that somebody else has read is explained at once; where that fails the next poll does it. */
  async #explain(jobIds: ReadonlySet<string>): Promise<void> {
    const before = this.version();
    try {
      await this.#reading.content.explain(jobIds);
    } catch (error) {
      if (!(error instanceof EmError)) this.#deps.logger.error({ err: error }, 'a run could not be explained');
    }
    if (this.version() !== before) this.#publish();
  }
}
