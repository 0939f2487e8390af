import { type Attempt, partResult, partSpan, TICK } from './attempts.ts';
import type { Job, Result } from './records.ts';

const RESULTS: readonly [Result, Result, Result] = ['success', 'warning', 'failed'];
const CODES: Record<Result, number> = { success: 0, warning: 1, failed: 2 };
/** Answers kept for the next page of the same question. */
const CACHED_ANSWERS = 12;

/** Which rows: all sessions (runs and the children of agent jobs), those of agent jobs, their runs alone, or machines' task sessions. */
export type Scope = 'sessions' | 'agent-sessions' | 'agent-runs' | 'machines';

/** The past of many jobs as columns, ordered by start: 10 000 jobs have two million rows, too many for objects. */
export class Ledger {
  readonly jobs: readonly Job[];
  readonly places = new Map<Job, number>();
  readonly job: Uint32Array;
  readonly number: Uint16Array;
  /** The machine's place in its job; -1 for the run itself. */
  readonly place: Int16Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly retry: Uint8Array;
  readonly #result: Uint8Array;
  readonly #orders: Record<Scope, Uint32Array>;
  readonly #gone: Uint8Array;
  readonly #answers = new Map<string, Uint32Array>();
  #losses = 0;

  readonly #held: readonly number[];

  /** `birth` is when the world was made; `pastOf` gives a job's runs that are over and known, from the first one on. */
  constructor(jobs: readonly Job[], birth: number, pastOf: (job: Job) => readonly Attempt[]) {
    this.jobs = jobs;
    const attempts = jobs.map(pastOf);
    this.#held = attempts.map(({ length }) => length);
    const rows = attempts.reduce(
      (sum, each) => sum + each.reduce((part, { places }) => part + places.length + 1, 0),
      0,
    );
    this.job = new Uint32Array(rows);
    this.number = new Uint16Array(rows);
    this.place = new Int16Array(rows);
    this.start = new Float64Array(rows);
    this.end = new Float64Array(rows);
    this.retry = new Uint8Array(rows);
    this.#result = new Uint8Array(rows);
    this.#gone = new Uint8Array(jobs.length);
    let row = 0;
    for (const [index, job] of jobs.entries()) {
      this.places.set(job, index);
      for (const [number, attempt] of (attempts[index] ?? []).entries())
        row = this.#enter(row, index, job, number, attempt);
    }
    this.#orders = this.#ordered(rows, birth);
  }

  result(row: number): Result {
    return RESULTS[this.#result[row] ?? 0] ?? 'success';
  }

  /** When the run that a row belongs to began: parts stand right behind their run. */
  runStart(row: number): number {
    let run = row;
    while ((this.place[run] ?? -1) >= 0) run -= 1;
    return this.start[run] ?? 0;
  }

  /** How many runs of a job, from its first one on, it holds. */
  heldOf(job: Job): number {
    return this.#held[this.places.get(job) ?? -1] ?? 0;
  }

  /** All rows of a scope, oldest start first. */
  order(scope: Scope): Uint32Array {
    return this.#orders[scope];
  }

  /** Takes the rows of a job away. */
  drop(job: Job): void {
    const index = this.places.get(job);
    if (index === undefined) return;
    this.#gone[index] = 1;
    this.#losses += 1;
    this.#answers.clear();
  }

  /** Whether rows of jobs taken away have to be passed over. */
  get hasLosses(): boolean {
    return this.#losses > 0;
  }

  isGone(row: number): boolean {
    return this.#gone[this.job[row] ?? 0] === 1;
  }

  /** The answer to a question that was asked before, or the one worked out now. */
  answer(question: string, work: () => Uint32Array): Uint32Array {
    const known = this.#answers.get(question);
    if (known !== undefined) return known;
    const answer = work();
    this.#answers.set(question, answer);
    const oldest = this.#answers.keys().next().value;
    if (this.#answers.size > CACHED_ANSWERS && oldest !== undefined) this.#answers.delete(oldest);
    return answer;
  }

  #enter(first: number, index: number, job: Job, number: number, attempt: Attempt): number {
    let row = first;
    this.#write(row, index, number, -1, attempt, attempt);
    for (const [order, place] of attempt.places.entries()) {
      row += 1;
      const span = partSpan(attempt.start, attempt.end, order, attempt.places.length);
      const result = partResult(job.salt, number, attempt.result, order, attempt.places.length);
      this.#write(row, index, number, place, attempt, { ...span, result });
    }
    return row + 1;
  }

  #write(
    row: number,
    index: number,
    number: number,
    place: number,
    { isRetry }: Attempt,
    part: Pick<Attempt, 'start' | 'end' | 'result'>,
  ): void {
    this.job[row] = index;
    this.number[row] = number;
    this.place[row] = place;
    this.start[row] = part.start;
    this.end[row] = part.end;
    this.retry[row] = isRetry ? 1 : 0;
    this.#result[row] = CODES[part.result];
  }

  #ordered(rows: number, birth: number): Record<Scope, Uint32Array> {
    const origin = birth - 32 * 24 * 3_600_000;
    const all = ranked(rows, (row) => Math.floor(((this.start[row] ?? 0) - origin) / TICK));
    const isAgent = (row: number) => this.jobs[this.job[row] ?? 0]?.kind === 'agent';
    const isRun = (row: number) => (this.place[row] ?? -1) < 0;
    return {
      sessions: all.filter((row) => isRun(row) || isAgent(row)),
      'agent-sessions': all.filter(isAgent),
      'agent-runs': all.filter((row) => isRun(row) && isAgent(row)),
      machines: all.filter((row) => !isRun(row)),
    };
  }
}

/** The numbers below `count`, ordered by the rank of each (a whole number below 2^31); equal ranks stay as they are. */
export function ranked(count: number, rank: (index: number) => number): Uint32Array {
  const keys = new Float64Array(count);
  for (let index = 0; index < count; index += 1) keys[index] = rank(index) * count + index;
  // Numbers sort many times faster than objects with a comparison.
  keys.sort();
  const order = new Uint32Array(count);
  for (let index = 0; index < count; index += 1) order[index] = (keys[index] ?? 0) % count;
  return order;
}
