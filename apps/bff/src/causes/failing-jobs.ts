import type { Guid, MachineResult } from '@retry-desk/em-client';
import { type Cause, causeOfNameless, knownNames, namelessOf } from '@retry-desk/failure-causes';
import { TimeSlice } from '#in-chunks.ts';
import { stateOf } from '#mirror/job-state.ts';
import type { Mirror } from '#mirror/mirror.ts';
import { machineSummary } from '#mirror/reasons.ts';
import type { RunRecord } from '#mirror/run-record.ts';

/** A cause of a failed run with the machines that failed for it; none where Enterprise Manager names none. */
export type FailedFor = { cause: Cause; machines: string[] };

/** A job whose newest run failed, and its causes: most machines first. Empty while no reason has been read. */
export type FailingJob = {
  jobId: Guid;
  runId: Guid;
  run: RunRecord;
  server: string | null;
  failedFor: readonly FailedFor[];
};

type Entry = FailingJob & { results: readonly MachineResult[] | undefined };

/** Causes of reasons without names. */
type Memo = Map<string, Cause>;

/** So long everybody else waits for what is done about causes, in milliseconds. */
export const SLICE_MS = 5;

/** The causes of a run by its reasons. A reason that says nothing joins no jobs: its key is of this one alone. */
export class CauseFinder {
  readonly names = knownNames([]);

  /** Of these reasons, most machines first. */
  async find(
    jobId: Guid,
    reasons: readonly { machine: string; text: string }[],
    memo: Memo = new Map(),
    slice = new TimeSlice(SLICE_MS),
  ): Promise<FailedFor[]> {
    const found = new Map<string, { cause: Cause; machines: Set<string> }>();
    for (const { machine, text } of reasons) {
      if (slice.isOver()) await slice.next();
      const cause = this.#causeOf(jobId, text, memo);
      const { machines } = found.get(cause.key) ?? { machines: new Set() };
      if (machine !== '') machines.add(machine);
      found.set(cause.key, { cause, machines });
    }
    return Array.from(found.values(), ({ cause, machines }) => ({ cause, machines: [...machines] })).sort(
      (a, b) => b.machines.length - a.machines.length || (a.cause.key < b.cause.key ? -1 : 1),
    );
  }

  #causeOf(jobId: Guid, text: string, memo: Memo): Cause {
    const nameless = namelessOf(text, this.names);
    const key = `${nameless.codes.join(' ')}\n${nameless.text}`;
    const cause = memo.get(key) ?? causeOfNameless(nameless);
    memo.set(key, cause);
    return cause.family === 'says-nothing' ? { ...cause, key: `says-nothing-${jobId}` } : cause;
  }
}

/** The jobs that fail now with their causes: only what has changed is read again. */
export class FailingJobs {
  readonly #mirror: Pick<Mirror, 'inventory' | 'machines'>;
  readonly #finder: CauseFinder;
  readonly #takeChanged: () => ReadonlySet<Guid>;
  readonly #jobs = new Map<Guid, Entry>();
  /** Jobs that have changed and are not yet taken in. */
  readonly #stale = new Set<Guid>();

  constructor(mirror: Pick<Mirror, 'inventory' | 'machines'>, finder: CauseFinder) {
    this.#mirror = mirror;
    this.#finder = finder;
    this.#takeChanged = mirror.inventory.follow();
  }

  get(jobId: Guid): FailingJob | undefined {
    return this.#jobs.get(jobId);
  }

  all(): IteratorObject<FailingJob> {
    return this.#jobs.values();
  }

  /** Takes in what has changed; resolves with the jobs that fail otherwise than before, and whether any job was let go. */
  async refresh(): Promise<{ changed: FailingJob[]; isLess: boolean }> {
    for (const id of this.#takeChanged()) this.#stale.add(id);
    const slice = new TimeSlice(SLICE_MS);
    const wanted = new Map<Guid, RunRecord>();
    let isLess = false;
    for (const id of this.#stale) {
      if (slice.isOver()) await slice.next();
      const run = this.#failedRun(id);
      if (run !== undefined) wanted.set(id, run);
      else if (this.#jobs.delete(id)) isLess = true;
    }
    for (const { jobId, runId, run, results } of this.#jobs.values())
      if (this.#mirror.machines.of(runId) !== results) wanted.set(jobId, run);
    await this.#learnNames(wanted, slice);
    const changed = await this.#take(wanted, slice);
    // Only now: what a fault has interrupted is taken in next time.
    this.#stale.clear();
    return { changed, isLess };
  }

  #failedRun(id: Guid): RunRecord | undefined {
    const { inventory } = this.#mirror;
    const runs = inventory.runsOf(id);
    return inventory.job(id) !== undefined && stateOf(runs) === 'failed' ? runs.at(0) : undefined;
  }

  /** First of all: a name must not be part of a cause because it was read later than the reason. */
  async #learnNames(wanted: ReadonlyMap<Guid, RunRecord>, slice: TimeSlice): Promise<void> {
    const { inventory, machines } = this.#mirror;
    const { names } = this.#finder;
    for (const id of this.#stale) {
      if (slice.isOver()) await slice.next();
      const job = inventory.job(id);
      if (job !== undefined) names.add([job.name, job.backupServer?.name ?? '']);
    }
    for (const { id } of wanted.values()) {
      if (slice.isOver()) await slice.next();
      names.add((machines.of(id) ?? []).map(({ machine }) => machine));
    }
  }

  async #take(wanted: ReadonlyMap<Guid, RunRecord>, slice: TimeSlice): Promise<FailingJob[]> {
    const { inventory, machines } = this.#mirror;
    const memo: Memo = new Map();
    const changed: FailingJob[] = [];
    for (const [jobId, run] of wanted) {
      const runId = run.id;
      const results = machines.of(runId);
      const { reasons } = machineSummary(run, results);
      const failedFor = await this.#finder.find(jobId, reasons, memo, slice);
      const server = inventory.job(jobId)?.backupServer?.name ?? null;
      const entry = { jobId, runId, run, server, failedFor, results };
      this.#jobs.set(jobId, entry);
      changed.push(entry);
    }
    return changed;
  }
}
