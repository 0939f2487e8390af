import { type Attempt, type Birth, comingAttempts, startsIn } from './attempts.ts';
import { runGuid } from './guid.ts';
import { machineRunsOf, PastRun } from './past-run.ts';
import type { Job, Run } from './records.ts';
import { isMissed } from './schedule.ts';

const DAY = 24 * 60 * 60_000;
/** Starts to come are numbered from here, behind all of the past. */
const FIRST_START = 10_000;

/** An automatic attempt that waits for the run before it to stay as it was: Veeam does not go on after a run or a stop by hand (help centre, job retry). */
type Waiting = { attempt: Attempt; after: number };

/** Where a job stands: starts up to then are behind it, attempts that wait, runs that are not past yet, and when to look again. */
type Book = { until: number; starts: number; waiting: Waiting[]; begun: { run: Run; attempt: Attempt }[]; due: number };

/** The runs that schedules begin as time goes on. */
export class ScheduledRuns {
  readonly #birth: Birth;
  readonly #books = new WeakMap<Job, Book>();

  constructor(birth: Birth) {
    this.#birth = birth;
  }

  /** Follows a job from that time on. */
  follow(job: Job, from: number): void {
    this.#books.set(job, { until: from, starts: 0, waiting: [], begun: [], due: from });
  }

  /** Whether something has happened to the job since somebody last looked. */
  isDue(job: Job, now: number, known: number): boolean {
    const book = this.#books.get(job);
    if (book === undefined) return false;
    return now >= book.due || (book.begun[0]?.attempt.end ?? Number.POSITIVE_INFINITY) <= known;
  }

  /** Brings the runs of a job up to date; gives how many of them have become past, which is when they are known to be over. */
  catchUp(job: Job, runs: Run[], now: number, known: number): number {
    const book = this.#books.get(job);
    if (book === undefined) return 0;
    if (now >= book.due) this.#begin(job, book, runs, now);
    return makePast(job, book, runs, known);
  }

  #begin(job: Job, book: Book, runs: Run[], now: number): void {
    for (const start of startsIn(job, this.#birth, book.until, now + 1)) {
      beginWaiting(job, book, runs, start);
      if (isMissed(job, start) || (runs.at(-1)?.end ?? 0) > start) continue;
      const index = FIRST_START + book.starts;
      book.starts += 1;
      const [first, ...others] = comingAttempts(job, start, index, runs.length, this.#birth.speed);
      if (first === undefined) continue;
      begin(job, book, runs, first);
      book.waiting = waitingAfter(first, others);
    }
    beginWaiting(job, book, runs, now);
    book.until = now;
    const [next = now + DAY] = startsIn(job, this.#birth, now, now + DAY);
    book.due = Math.min(next, book.waiting[0]?.attempt.start ?? next);
  }
}

function waitingAfter(first: Attempt, others: readonly Attempt[]): Waiting[] {
  return others.map((attempt, place) => ({
    attempt,
    after: (others[place - 1] ?? first).end,
  }));
}

/** Begins the attempts that were to begin by then. */
function beginWaiting(job: Job, book: Book, runs: Run[], now: number): void {
  for (const { attempt, after } of book.waiting) {
    if (attempt.start > now) return;
    if (runs.at(-1)?.end !== after) book.waiting = [];
    else {
      book.waiting = book.waiting.slice(1);
      begin(job, book, runs, attempt);
    }
    if (book.waiting.length === 0) return;
  }
}

function begin(job: Job, book: Book, runs: Run[], attempt: Attempt): void {
  const number = runs.length;
  const { start, end, result, isRetry, places } = attempt;
  const machines = machineRunsOf(job, number, result, places);
  const run = { id: runGuid(job.family, number), jobId: job.id, number, start, end, result, isRetry, machines };
  runs.push(run);
  book.begun.push({ run, attempt });
}

/** Makes those past that are known to be over, and came to what they were to come to. */
function makePast(job: Job, book: Book, runs: Run[], known: number): number {
  let count = 0;
  for (let [first] = book.begun; first !== undefined && first.attempt.end <= known; [first] = book.begun) {
    const { run, attempt } = first;
    book.begun = book.begun.slice(1);
    if (run.end !== attempt.end || run.result !== attempt.result || runs[run.number] !== run) continue;
    runs[run.number] = new PastRun(job, run.number, attempt);
    count += 1;
  }
  return count;
}
