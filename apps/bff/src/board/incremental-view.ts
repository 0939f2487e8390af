import type { Acknowledged, JobRow, LastRetry, OpenRetry } from '@retry-desk/contract';
import type { AgentJob, Guid, Instant, MachineResult } from '@retry-desk/em-client';
import { autoRetryOf, nextRunOf, stateOf } from '#mirror/job-state.ts';
import type { Runs } from '#mirror/packed-runs.ts';
import { firstOfAttempts } from '#mirror/streak.ts';
import { type BoardView, countsOf, newestTroubleFirst, recoveryOf, unknownView } from './counts.ts';
import { jobRowOf } from './job-row.ts';
import type { Known, KnownAttention, KnownCauses, KnownRetries, ShownCause } from './sources.ts';

/** Access to a job, its runs and their machines. */
export type ViewSource = {
  job: (id: Guid) => AgentJob | undefined;
  runsOf: (id: Guid) => Runs;
  machinesOf: (runId: Guid) => readonly MachineResult[] | undefined;
  readSince?: Known['readSince'];
  causeOf?: KnownCauses['of'];
  attention?: KnownAttention;
};

/** A row with what it was made of besides its job and runs, and until when it stays true by itself. */
type CachedRow = {
  row: JobRow;
  machines: readonly (readonly MachineResult[] | undefined)[];
  openRetry: OpenRetry | null;
  lastRetry: LastRetry | null;
  readSince: Instant | null;
  cause: ShownCause | null;
  late: ReturnType<KnownAttention['of']>;
  acknowledged: Acknowledged | null;
  until: number;
};

type JobEntry = { job: AgentJob; recoveredAt: number | null; cached: CachedRow | null };

/** The inputs of a view, for further requests about it. */
type LastView = { view: BoardView; running: Guid[]; recovered: Guid[]; retries: KnownRetries; now: number };

const DAY_MS = 24 * 60 * 60_000;

function sameRetry(a: OpenRetry | null, b: OpenRetry | null): boolean {
  return a === b || (a !== null && b !== null && a.taskId === b.taskId && a.state === b.state);
}

/** Rows in order: the very same list again where none of them has changed. */
export class SortedRows {
  readonly #order: (a: JobRow, b: JobRow) => number;
  #given: readonly JobRow[] = [];
  #sorted: JobRow[] = [];

  constructor(order: (a: JobRow, b: JobRow) => number) {
    this.#order = order;
  }

  of(rows: readonly JobRow[]): JobRow[] {
    const same = rows.length === this.#given.length && rows.every((row, at) => row === this.#given[at]);
    if (!same) this.#sorted = [...rows].sort(this.#order);
    this.#given = rows;
    return this.#sorted;
  }
}

/**
 * The board view, cached and updated with what has changed since. Jobs that have not changed cost nothing, except,
 * where they failed, a check of their machines and retry.
 */
export class IncrementalView {
  readonly #source: ViewSource;
  readonly #entries = new Map<Guid, JobEntry>();
  /** Jobs that have changed and are not yet taken in. */
  readonly #stale = new Set<Guid>();
  /** Jobs that have to be shown or counted one by one: few of many. */
  readonly #attention = new Set<Guid>();
  readonly #running = new Set<Guid>();
  readonly #recovered = new Set<Guid>();
  readonly #servers = new Map<string, number>();
  #lastView: LastView | null = null;
  readonly #failedRows = new SortedRows(newestTroubleFirst);

  constructor(source: ViewSource) {
    this.#source = source;
  }

  /** `changed`: jobs that are new, gone or not as they were, or whose runs are not, since the last call. */
  view(changed: Iterable<Guid>, retries: KnownRetries, now: number): BoardView {
    for (const id of changed) this.#stale.add(id);
    for (const id of this.#stale) {
      this.#renew(id);
      // Only now: a fault on the way must not leave a job as it was for ever.
      this.#stale.delete(id);
    }
    const running = [...this.#running].filter((id) => retries.openRetry(id) === null);
    const recovered = [...this.#recovered];
    const failed = this.#failedRows.of(Array.from(this.#attention, (id) => this.#row(id, retries, now)));
    const tasks = [...retries.cards];
    const view = {
      counts: countsOf(
        {
          failed,
          tasks,
          running: running.length,
          recoveries: this.#recoveriesOf(recovered),
          jobs: this.#entries.size,
        },
        now,
      ),
      servers: [...this.#servers.keys()].sort(),
      failed,
      tasks,
    };
    this.#lastView = { view, running, recovered, retries, now };
    return view;
  }

  /** The last view; null before the first. */
  get last(): BoardView | null {
    return this.#lastView?.view ?? null;
  }

  /** The last view, of these backup servers only. */
  part(servers: readonly string[]): BoardView {
    if (this.#lastView === null) return unknownView([]);
    const { view, running, recovered, now } = this.#lastView;
    const isOf = (id: Guid) => servers.includes(this.#entries.get(id)?.job.backupServer?.name ?? '');
    const failed = view.failed.filter(({ id }) => isOf(id));
    const tasks = view.tasks.filter(({ jobId }) => isOf(jobId));
    const counted = {
      running: running.filter(isOf).length,
      recoveries: this.#recoveriesOf(recovered.filter(isOf)),
      jobs: servers.reduce((sum, name) => sum + (this.#servers.get(name) ?? 0), 0),
    };
    return {
      counts: countsOf({ failed, tasks, ...counted }, now),
      servers: servers.filter((name) => this.#servers.has(name)),
      failed,
      tasks,
    };
  }

  /** All jobs of the last view. */
  ids(): Guid[] {
    return [...this.#entries.keys()];
  }

  /** The row of any job, as of the last view; the same object while it has not changed. */
  row(id: Guid): JobRow | null {
    if (this.#lastView === null || !this.#entries.has(id)) return null;
    const { retries, now } = this.#lastView;
    return this.#row(id, retries, now);
  }

  #recoveriesOf(ids: readonly Guid[]): number[] {
    return ids.flatMap((id) => this.#entries.get(id)?.recoveredAt ?? []);
  }

  #late(id: Guid): ReturnType<KnownAttention['of']> {
    return this.#source.attention?.of(id) ?? null;
  }

  #renew(id: Guid): void {
    this.#letGo(id);
    const job = this.#source.job(id);
    if (job === undefined) return;
    const runs = this.#source.runsOf(id);
    const state = stateOf(runs);
    const recoveredAt = recoveryOf(runs);
    this.#entries.set(id, { job, recoveredAt, cached: null });
    if (state === 'failed' || state === 'unknown' || this.#late(id) !== null) this.#attention.add(id);
    if (state === 'running') this.#running.add(id);
    if (recoveredAt !== null) this.#recovered.add(id);
    this.#countServer(job, 1);
  }

  #letGo(id: Guid): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.delete(id);
    for (const set of [this.#attention, this.#running, this.#recovered]) set.delete(id);
    this.#countServer(entry.job, -1);
  }

  #countServer({ backupServer }: AgentJob, change: 1 | -1): void {
    if (backupServer === null) return;
    const count = (this.#servers.get(backupServer.name) ?? 0) + change;
    if (count === 0) this.#servers.delete(backupServer.name);
    else this.#servers.set(backupServer.name, count);
  }

  #row(id: Guid, retries: KnownRetries, now: number): JobRow {
    const [openRetry, lastRetry] = [retries.openRetry(id), retries.lastRetry(id)];
    const entry = this.#entries.get(id);
    if (entry === undefined) throw new Error(`job ${id} needs attention and is not kept`);
    const { job, cached } = entry;
    const { machinesOf } = this.#source;
    const readSince = this.#source.readSince?.(id) ?? null;
    const runs = this.#source.runsOf(id);
    const newest = runs.at(0);
    const cause = (newest && this.#source.causeOf?.(id, newest.id)) ?? null;
    const late = this.#late(id);
    const acknowledged = this.#source.attention?.acknowledged(id) ?? null;
    const machines = [newest, firstOfAttempts(runs)].map((run) => run && machinesOf(run.id));
    const stays =
      cached !== null &&
      now < cached.until &&
      cached.readSince === readSince &&
      cached.cause === cause &&
      cached.late === late &&
      cached.acknowledged === acknowledged &&
      sameRetry(cached.openRetry, openRetry) &&
      cached.lastRetry === lastRetry &&
      machines.every((each, at) => each === cached.machines[at]);
    if (stays) return cached.row;
    const { mayBeOwnRun } = retries;
    const row = jobRowOf(
      { job, runs, readSince, machinesOf, cause, openRetry, lastRetry, mayBeOwnRun, late, acknowledged },
      now,
    );
    // The daily results begin a new day at midnight UTC; a coming run is announced until its moment.
    const until = Math.min(
      (Math.floor(now / DAY_MS) + 1) * DAY_MS,
      autoRetryOf(job, runs, mayBeOwnRun, now) ?? Number.POSITIVE_INFINITY,
      nextRunOf(job, now) ?? Number.POSITIVE_INFINITY,
    );
    entry.cached = { row, machines, openRetry, lastRetry, readSince, cause, late, acknowledged, until };
    return row;
  }
}
