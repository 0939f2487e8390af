import { type Guid, isOver } from '@retry-desk/em-client';
import { inChunks } from '#in-chunks.ts';
import type { Inventory } from './inventory.ts';
import type { MachineResults } from './machine-results.ts';
import type { Runs } from './packed-runs.ts';
import type { RunRecord } from './run-record.ts';

/** Runs that did not fail, explained beside the failed ones in one poll: nobody waits for them. */
export const OTHERS_PER_POLL = 400;

/** All jobs have changed at first: so many are looked at at once. */
const JOBS_PER_SLICE = 1_000;

/**
 * Attempts of one run that are read; Veeam makes three by itself unless configured otherwise ("Job Retry", see
 * `job-state.ts`).
 */
const MOST_ATTEMPTS = 12;

/**
 * Runs of a job whose machine results are useful: the newest ended one, for the board and the machine search, and if
 * that is an attempt, those before it back to the first, which shows how many machines the job has. An attempt holds
 * only machines that had failed before: a success in a middle attempt stands nowhere else.
 */
export function usefulRuns(runs: Runs): RunRecord[] {
  const useful: RunRecord[] = [];
  for (const run of runs) {
    if (!isOver(run)) continue;
    useful.push(run);
    if (!run.isRetry) break;
  }
  const first = useful.at(-1);
  return useful.length <= MOST_ATTEMPTS || first === undefined
    ? useful
    : [...useful.slice(0, MOST_ATTEMPTS - 1), first];
}

function newestEnded(runs: Runs): RunRecord | undefined {
  for (const run of runs) if (isOver(run)) return run;
  return undefined;
}

/** Runs whose machine results are still of use. */
export function runsWorthKeeping(inventory: Inventory): Set<Guid> {
  return new Set(inventory.jobs().flatMap(({ id }) => usefulRuns(inventory.runsOf(id)).map((run) => run.id)));
}

/**
 * The machine results that still have to be read: of jobs that have changed, and of those whose results are pending.
 */
export class MachineResultBacklog {
  readonly #inventory: Inventory;
  readonly #machines: MachineResults;
  readonly #takeChanged: () => ReadonlySet<Guid>;
  /** Jobs whose newest ended run failed, and the others: of ten thousand that wait, a poll looks at those it reads. */
  readonly #failed = new Set<Guid>();
  readonly #others = new Set<Guid>();

  constructor(inventory: Inventory, machines: MachineResults) {
    this.#inventory = inventory;
    this.#machines = machines;
    this.#takeChanged = inventory.follow();
  }

  /** Runs to read now: those of failed jobs all, because they stand on the board, and some of the others. */
  async now(): Promise<RunRecord[]> {
    await inChunks([...this.#takeChanged()], JOBS_PER_SLICE, (id) => this.#sort(id));
    const failed = [...this.#failed].flatMap((id) => this.#missing(id, this.#failed));
    const others: RunRecord[] = [];
    for (const id of this.#others) {
      if (others.length >= OTHERS_PER_POLL) break;
      others.push(...this.#missing(id, this.#others));
    }
    return [...failed, ...others.slice(0, OTHERS_PER_POLL)];
  }

  #sort(id: Guid): void {
    const hasFailed = newestEnded(this.#inventory.runsOf(id))?.result === 'failed';
    this.#failed.delete(id);
    this.#others.delete(id);
    (hasFailed ? this.#failed : this.#others).add(id);
  }

  /** Runs of a job to read now; one of which nothing can come any more leaves those that wait. */
  #missing(id: Guid, waiting: Set<Guid>): RunRecord[] {
    const useful = this.#inventory.job(id) === undefined ? [] : usefulRuns(this.#inventory.runsOf(id));
    const open = useful.filter((run) => this.#machines.pin(run) !== 'never');
    if (open.length === 0) waiting.delete(id);
    return open.filter((run) => this.#machines.needOf(run) === 'now');
  }
}
