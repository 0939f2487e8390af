import { type Guid, isOver } from '@retry-desk/em-client';
import type { Inventory } from './inventory.ts';
import type { MachineResults } from './machine-results.ts';
import type { Runs } from './packed-runs.ts';
import type { RunRecord } from './run-record.ts';

/** Runs that did not fail, explained beside the failed ones in one poll: nobody waits for them. */
export const OTHERS_PER_POLL = 400;

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
  readonly #waiting = new Set<Guid>();

  constructor(inventory: Inventory, machines: MachineResults) {
    this.#inventory = inventory;
    this.#machines = machines;
    this.#takeChanged = inventory.follow();
  }

  /** Runs to read now: those of failed jobs all, because they stand on the board, and some of the others. */
  now(): RunRecord[] {
    for (const id of this.#takeChanged()) this.#waiting.add(id);
    const failed: RunRecord[] = [];
    const others: RunRecord[] = [];
    for (const id of this.#waiting) {
      const useful = this.#inventory.job(id) === undefined ? [] : usefulRuns(this.#inventory.runsOf(id));
      const open = useful.filter((run) => this.#machines.pin(run) !== 'never');
      if (open.length === 0) this.#waiting.delete(id);
      const missing = open.filter((run) => this.#machines.needOf(run) === 'now');
      if (useful[0]?.result === 'failed') failed.push(...missing);
      else if (others.length < OTHERS_PER_POLL) others.push(...missing);
    }
    return [...failed, ...others.slice(0, OTHERS_PER_POLL)];
  }
}
