import {
  type AgentJob,
  type EnterpriseManager,
  type Guid,
  type Instant,
  isOver,
  type Run,
} from '@retry-desk/em-client';
import { type AllRows, createAllRows } from './all-rows.ts';
import type { Change } from './change.ts';
import { Estate } from './estate.ts';
import { autoRetryOf, type MayBeOwnRun } from './job-row.ts';
import { KeptPicture } from './kept-picture.ts';
import { MachineResults } from './machine-results.ts';
import { type RunRecord, toRun } from './run-record.ts';
import { type Known, type KnownRetries, type Picture, snapshot } from './snapshot.ts';

export type ContentDeps = {
  em: Pick<EnterpriseManager, 'machineResultsOf' | 'machineResults' | 'now'>;
  clock: { now(): number };
  /** Hears of every change. */
  told: (change: Change) => void;
};

/** What has been read of Enterprise Manager, and the picture of it. */
export class Content {
  readonly estate: Estate;
  readonly machines: MachineResults;
  readonly #clock: { now(): number };
  readonly #kept: KeptPicture;
  /** Rows of all jobs by name, as of the last picture. */
  readonly rows: AllRows;

  constructor({ em, clock, told }: ContentDeps) {
    this.#clock = clock;
    this.estate = new Estate(told, () => Math.max(clock.now(), em.now()));
    this.machines = new MachineResults(em, clock, told);
    this.#kept = new KeptPicture({ ...this.#reads(), job: (id) => this.estate.job(id) });
    this.rows = createAllRows(this.#kept);
  }

  /** Changes whenever there is something new to show. */
  get version(): number {
    return this.estate.version + this.machines.version;
  }

  known(): Known {
    return { ...this.#reads(), jobs: this.estate.jobs() };
  }

  /** How far Enterprise Manager reaches, since when it is silent, and since when its runs have been read. */
  events(): { newestEventAt: Instant | null; silentSince: Instant | null; readSince: Instant | null } {
    const { newestEventAt, readBack } = this.estate;
    const silentSince = this.estate.silentSince(this.#clock.now());
    return { newestEventAt, silentSince, readSince: readBack.since() };
  }

  /** A job with its runs of thirty days, newest first. */
  job(id: Guid): { job: AgentJob; runs: readonly Run[] } | undefined {
    const job = this.estate.job(id);
    return job && { job, runs: Array.from(this.estate.runsOf(id), (record) => toRun(record, job)) };
  }

  /** When Veeam tries a failed job again by itself; null where it will not. */
  veeamRetriesAt(id: Guid, mayBeOwnRun: MayBeOwnRun): Instant | null {
    const job = this.estate.job(id);
    return job === undefined ? null : autoRetryOf(job, this.estate.runsOf(id), mayBeOwnRun, this.#clock.now());
  }

  /** `ready`: all that decides has been read once; before that every number is unknown. */
  picture(ready: boolean, retries: KnownRetries): Picture {
    const now = this.#clock.now();
    return ready ? this.#kept.picture(this.estate.takeChanged(), retries, now) : snapshot(null, retries, now);
  }

  /** The last picture, of these backup servers only. */
  part(servers: readonly string[]): Picture {
    return this.#kept.part(servers);
  }

  /** Reads why these jobs failed, where that is not known yet. @throws EmError */
  async explain(jobIds: ReadonlySet<Guid>): Promise<void> {
    const newest = [...jobIds].flatMap((id) => this.estate.runsOf(id).at(0) ?? []);
    await this.machines.read(newest.filter(hasFailed), true);
  }

  #reads(): Pick<Known, 'runsOf' | 'machinesOf' | 'readSince'> {
    return {
      runsOf: (id) => this.estate.runsOf(id),
      machinesOf: (id) => this.machines.of(id),
      readSince: (id) => this.estate.readBack.since(id),
    };
  }
}

function hasFailed(run: RunRecord): boolean {
  return isOver(run) && run.result === 'failed';
}
