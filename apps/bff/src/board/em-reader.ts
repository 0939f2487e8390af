import { EmError, type EnterpriseManager, type Instant, type Run } from '@retry-desk/em-client';
import { type Estate, HISTORY_MS } from './estate.ts';
import { firstRead } from './first-read.ts';
import type { MachineResults } from './machine-results.ts';
import { runsToExplain, runsWorthKeeping } from './machine-wants.ts';
import { EVERY_POLL, type Window, WindowPlan, watermark } from './windows.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

/** Runs that we hold as unfinished and Enterprise Manager does not list as such any more: asked for one by one, so many in a poll. */
const SINGLE_READS = 20;
/** New jobs whose history is asked for one by one; more of them are found by the widest window. */
const NEW_JOBS_ONE_BY_ONE = 25;
/** Runs asked for and taken in at once, about: more would stop everything else for longer than 10 ms. */
const RUNS_PER_SLICE = 2_000;
const RUNS_PER_EXPLANATION = 100;

/** How far a wide window has been read, from now backwards. */
type WideRead = { window: Window; oldest: Instant; before: Instant | null; startedAt: number };

function wideRead(window: Window | null, base: Instant, startedAt: number): WideRead | null {
  return window && { window, oldest: base - window.backMs, before: null, startedAt };
}

/** The reads of Enterprise Manager that the board needs. */
export type EmReads = Pick<EnterpriseManager, 'agentJobs' | 'runs' | 'run'>;

export type EmReaderDeps = { em: EmReads; estate: Estate; machines: MachineResults };

/** The reads that a poll is made of. What has been read before one fails stays in the estate. @throws EmError */
export class EmReader {
  readonly #em: EmReads;
  readonly #estate: Estate;
  readonly #machines: MachineResults;
  readonly #windows = new WindowPlan();
  #jobsReadAt = Number.NEGATIVE_INFINITY;
  #wide: WideRead | null = null;

  constructor({ em, estate, machines }: EmReaderDeps) {
    this.#em = em;
    this.#estate = estate;
    this.#machines = machines;
  }

  /** All jobs and the runs that decide their state. */
  async first(now: number): Promise<void> {
    const estate = this.#estate;
    await firstRead(
      {
        em: this.#em,
        takeJobs: (jobs) => {
          estate.takeJobs(jobs);
          this.#jobsReadAt = now;
        },
        takeRuns: (runs) => this.#take(runs),
        undecided: () => estate.jobs().filter(({ id }) => estate.runsOf(id).length === 0),
        sliceMs: () => this.#sliceMs(),
      },
      now,
    );
  }

  /** What was created or ended since the last good read, and what still runs. */
  async news(now: number, lastGoodAt: number | null): Promise<void> {
    const since = watermark(this.#estate.newestEventAt, lastGoodAt, now) - EVERY_POLL.backMs;
    const heldBefore = this.#estate.unfinished();
    const [created, ended, unfinished] = await Promise.all([
      this.#em.runs({ createdSince: since }),
      this.#em.runs({ endedSince: since }),
      this.#em.runs({ unfinished: true }),
    ]);
    await this.#take([...created, ...ended, ...unfinished]);
    const listed = new Set(unfinished.map(({ id }) => id));
    const stillHeld = new Set(this.#estate.unfinished().map(({ runId }) => runId));
    const silent = heldBefore.filter(({ runId }) => stillHeld.has(runId) && !listed.has(runId));
    for (const { jobId, runId } of silent.slice(0, SINGLE_READS)) await this.#single(jobId, runId);
  }

  /** A run of an unknown job was seen: the list of jobs is due. */
  wantJobs(): void {
    this.#jobsReadAt = Number.NEGATIVE_INFINITY;
  }

  /** A list of jobs costs by its length: every minute for a thousand jobs, every ten minutes for ten thousand. */
  jobsDue(now: number): boolean {
    const everyMs = Math.min(Math.max(60_000, this.#estate.jobs().length * 60), 600_000);
    return now - this.#jobsReadAt >= everyMs;
  }

  /** The complete list of jobs, and the history of new ones. */
  async jobs(now: number): Promise<void> {
    const { added } = this.#estate.takeJobs(await this.#em.agentJobs());
    this.#jobsReadAt = now;
    if (added.length > NEW_JOBS_ONE_BY_ONE) this.#startOver();
    else for (const job of added) this.#estate.takeRuns(await this.#em.runs({ jobId: job.id }));
    this.#machines.keepOnly(runsWorthKeeping(this.#estate));
  }

  /** A wide window has been begun and not read to its end: the next poll goes on, and comes sooner. */
  get behind(): boolean {
    return this.#wide !== null;
  }

  /**
   * Runs that Enterprise Manager collected late; the widest window is also the history behind the first board. Goes back
   * slice by slice for about so many milliseconds and is continued by the next call, so that news need not wait.
   */
  async wider(now: number, lastGoodAt: number | null, budgetMs: number): Promise<void> {
    const until = performance.now() + budgetMs;
    const base = watermark(this.#estate.newestEventAt, lastGoodAt, now);
    this.#wide ??= wideRead(this.#windows.due(now), base, now);
    const sliceMs = this.#sliceMs();
    for (let wide = this.#wide; wide !== null && performance.now() < until; wide = this.#wide) {
      const createdSince = Math.max(wide.oldest, (wide.before ?? base) - sliceMs);
      const before = wide.before === null ? {} : { createdBefore: wide.before };
      await this.#take(await this.#em.runs({ createdSince, ...before }));
      wide.before = createdSince;
      if (createdSince > wide.oldest) continue;
      this.#windows.done(wide.window, wide.startedAt);
      this.#estate.forgetBefore(base - HISTORY_MS);
      this.#wide = null;
    }
  }

  /** The machine results of newest runs, where they are not known yet. */
  async explanations(): Promise<void> {
    const wanted = this.#machines.missing(runsToExplain(this.#estate, (id) => this.#machines.of(id) !== undefined));
    for (let from = 0; from < wanted.length; from += RUNS_PER_EXPLANATION) {
      await this.#machines.read(wanted.slice(from, from + RUNS_PER_EXPLANATION), true);
    }
  }

  #sliceMs(): number {
    return Math.max(HOUR, (DAY * RUNS_PER_SLICE) / Math.max(1, this.#estate.jobs().length));
  }

  #startOver(): void {
    this.#wide = null;
    this.#windows.startOver();
  }

  async #take(runs: readonly Run[]): Promise<void> {
    for (let from = 0; from < runs.length; from += RUNS_PER_SLICE) {
      if (from > 0) await new Promise(setImmediate);
      if (this.#estate.takeRuns(runs.slice(from, from + RUNS_PER_SLICE)).unknownJob) this.wantJobs();
    }
  }

  async #single(jobId: string, runId: string): Promise<void> {
    try {
      this.#estate.takeRuns([await this.#em.run(runId)]);
    } catch (error) {
      if (!(error instanceof EmError) || error.status !== 404) throw error;
      this.#estate.dropRun(jobId, runId);
    }
  }
}
