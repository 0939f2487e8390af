import type { Ledger } from './ledger.ts';
import type { Job, Result, Run } from './records.ts';
import { type Moment, machineMomentOf, momentOf } from './run-state.ts';
import type { World } from './world.ts';

/** A run of a job (place -1) or the part of one machine in it, as it is at a moment; `end` and `result` are null while it goes on. */
export type SessionRow = Moment & {
  readonly job: Job;
  readonly run: Run;
  /** The machine's place in its job; -1 for the run itself. */
  readonly place: number;
  readonly start: number;
  readonly number: number;
  readonly isRetry: boolean;
};

/** The run as a session, as Enterprise Manager has it at that time. */
export function runRow(job: Job, run: Run, at: number): SessionRow {
  const { number, start, isRetry } = run;
  return { job, run, number, place: -1, start, isRetry, ...momentOf(run, at) };
}

/** The parts of the machines in a run; those that wait stand at the start of the run. */
export function machineRows(job: Job, run: Run, at: number): SessionRow[] {
  return run.machines.map((part, order) => {
    const moment = machineMomentOf(run, order, at);
    const start = moment.state === 'waiting' ? run.start : moment.start;
    return { job, run, number: run.number, place: part.place, isRetry: run.isRetry, ...moment, start };
  });
}

/** The parts that have begun: only those have a child session. */
export function childRows(job: Job, run: Run, at: number): SessionRow[] {
  return machineRows(job, run, at).filter((row) => row.state !== 'waiting');
}

/** The machine that a part is of; empty for a run. */
export function machineOf(row: SessionRow): string {
  return row.job.machines[row.place] ?? '';
}

/** One row of the ledger at a time, so that two million can be looked at without making two million objects. */
export class Cursor implements SessionRow {
  row = 0;
  readonly state = 'over';
  readonly progress = 100;
  readonly #world: World;
  readonly #ledger: Ledger;

  constructor(world: World) {
    this.#world = world;
    this.#ledger = world.ledger();
  }

  at(row: number): this {
    this.row = row;
    return this;
  }

  get job(): Job {
    const job = this.#ledger.jobs[this.#ledger.job[this.row] ?? 0];
    if (job === undefined) throw new RangeError(`The ledger has no row ${this.row}`);
    return job;
  }

  get number(): number {
    return this.#ledger.number[this.row] ?? 0;
  }

  get place(): number {
    return this.#ledger.place[this.row] ?? -1;
  }

  get start(): number {
    return this.#ledger.start[this.row] ?? 0;
  }

  get end(): number {
    return this.#ledger.end[this.row] ?? 0;
  }

  get result(): Result {
    return this.#ledger.result(this.row);
  }

  get isRetry(): boolean {
    return this.#ledger.retry[this.row] === 1;
  }

  get run(): Run {
    const run = this.#world.runsOf(this.job)[this.number];
    if (run === undefined) throw new RangeError(`The ledger has no run ${this.number} of ${this.job.name}`);
    return run;
  }

  /** A row of its own, that stays when the cursor goes on. */
  copy(): SessionRow {
    const { job, run, number, place, start, end, result, state, progress, isRetry } = this;
    return { job, run, number, place, start, end, result, state, progress, isRetry };
  }
}
