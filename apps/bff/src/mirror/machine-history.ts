import { type Guid, type Instant, isOver } from '@retry-desk/em-client';
import { TimeSlice } from '#in-chunks.ts';
import type { Inventory } from './inventory.ts';
import { usefulRuns } from './machine-result-backlog.ts';
import { LATE_UNTIL_MS, type MachineResults } from './machine-results.ts';
import { type MachineOutcome, type MachinesOfJob, machinesOfJob, type RunOutcomes } from './machines-of-job.ts';
import type { RunRecord } from './run-record.ts';

/** Milliseconds of everybody's time in one go. */
const SLICE_MS = 8;

/**
 * The machines of every job and their last good backups. Results that a job's newest run does not settle are held here, as
 * `MachineResults` holds those of newest runs alone.
 */
export class MachineHistory {
  readonly #inventory: Inventory;
  readonly #machines: MachineResults;
  readonly #now: () => Instant;
  readonly #takeChanged: () => ReadonlySet<Guid>;
  /** Jobs of which something is still to be read. */
  readonly #pending = new Set<Guid>();
  /** Of jobs that need more than their newest run. */
  readonly #held = new Map<Guid, ReadonlyMap<Guid, RunOutcomes>>();

  constructor(inventory: Inventory, machines: MachineResults, now: () => Instant) {
    this.#inventory = inventory;
    this.#machines = machines;
    this.#now = now;
    this.#takeChanged = inventory.follow();
  }

  /** The machines of one job; results that are missing are read in time. */
  of(jobId: Guid): MachinesOfJob {
    const held = this.#held.get(jobId);
    const now = this.#now();
    const history = {
      runs: this.#inventory.runsOf(jobId),
      readSince: this.#inventory.historyRead.since(jobId),
      outcomesOf: (run: RunRecord) => this.#outcomesOf(run, held, now),
    };
    const found = machinesOfJob(history, now);
    if (found.missing.length > 0) this.#pending.add(jobId);
    return found;
  }

  /** Goes through the jobs that have changed and those that are not complete; returns the runs to be read next, at most so many. */
  async missing(most: number): Promise<RunRecord[]> {
    for (const id of this.#takeChanged()) this.#pending.add(id);
    const missing: RunRecord[] = [];
    const slice = new TimeSlice(SLICE_MS);
    for (const id of [...this.#pending]) {
      if (slice.isOver()) await slice.next();
      const runs = this.#review(id);
      if (missing.length < most) missing.push(...runs);
    }
    return missing.slice(0, most);
  }

  #review(id: Guid): RunRecord[] {
    this.#pending.delete(id);
    if (this.#inventory.job(id) === undefined) {
      this.#held.delete(id);
      return [];
    }
    const { walked, missing, isKnown } = this.of(id);
    const before = this.#held.get(id);
    // A run that cannot be read now, or is refused, may be read later: only that there is nothing in it stays.
    const isEmpty = (runId: Guid) => this.#machines.isEmpty(runId) || before?.get(runId) === 'unlisted';
    const known = walked.filter(({ run, outcomes }) => {
      if (typeof outcomes !== 'string') return true;
      return outcomes === 'unlisted' && isEmpty(run.id);
    });
    if (walked.length <= 1) this.#held.delete(id);
    else this.#held.set(id, new Map(known.map(({ run, outcomes }) => [run.id, heldOf(outcomes)])));
    if (!isKnown) return [];
    // Those of the newest run are read for the board.
    const useful = new Set(usefulRuns(this.#inventory.runsOf(id)).map((run) => run.id));
    return missing.filter((run) => !useful.has(run.id) && this.#machines.needOf(run) === 'now');
  }

  #outcomesOf(run: RunRecord, held: ReadonlyMap<Guid, RunOutcomes> | undefined, now: Instant): RunOutcomes {
    const results = this.#machines.of(run.id) ?? held?.get(run.id);
    if (results !== undefined) return results;
    if (!isOver(run) || !this.#machines.isEmpty(run.id)) return this.#isUnlisted(run) ? 'unlisted' : 'unread';
    // Enterprise Manager may list a run's end before the results of its machines.
    if ((run.endedAt ?? run.createdAt) > now - LATE_UNTIL_MS) return 'unread';
    return run.result === 'failed' ? [] : 'unlisted';
  }

  #isUnlisted(run: RunRecord): boolean {
    return isOver(run) && (this.#machines.isRefused(run) || this.#machines.needOf(run) === 'never');
  }
}

/** Without ids and sizes. */
function heldOf(outcomes: RunOutcomes): RunOutcomes {
  if (typeof outcomes === 'string') return outcomes;
  return outcomes.map(({ machine, result, endedAt, reason }): MachineOutcome => ({ machine, result, endedAt, reason }));
}
