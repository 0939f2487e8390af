import { hash } from 'node:crypto';
import { type AgentJob, type Guid, type Instant, isOver, type Run } from '@retry-desk/em-client';
import type { Change } from './change.ts';
import { RunList } from './run-list.ts';
import { sameRun, toRecord } from './run-record.ts';

export const HISTORY_MS = 31 * 24 * 60 * 60_000;

/** A job vanishes when this many complete lists in a row did not hold it: one list may have been read while it changed. */
const LISTS_WITHOUT = 2;

type JobEntry = { job: AgentJob; print: string; listsWithout: number };

/** What we know of Enterprise Manager: its jobs and their runs of thirty days, in memory. */
export class Estate {
  readonly #told: (change: Change) => void;
  readonly #jobs = new Map<Guid, JobEntry>();
  readonly #runs = new Map<Guid, RunList>();
  /** Job of each run that is not over. */
  readonly #unfinished = new Map<Guid, Guid>();
  /** Jobs that runs speak of although no list holds them: deleted, with runs left behind. When a run spoke of them last. */
  readonly #absent = new Map<Guid, Instant>();
  #version = 0;
  /** Of each follower, the jobs that are new, gone or not as they were, or whose runs are not. */
  readonly #changed: Set<Guid>[] = [];
  #newestEventAt: Instant | null = null;
  /** The board's own; others `follow`. */
  readonly takeChanged = this.follow();

  /** `told` hears of every change. */
  constructor(told: (change: Change) => void = () => undefined) {
    this.#told = told;
  }

  /** Counts changes: equal numbers mean that nothing has changed. */
  get version(): number {
    return this.#version;
  }

  /** Gives what tells the jobs that have changed since it told the last time, or since now. */
  follow(): () => ReadonlySet<Guid> {
    const place = this.#changed.push(new Set()) - 1;
    return () => {
      const changed = this.#changed[place] ?? new Set();
      this.#changed[place] = new Set();
      return changed;
    };
  }

  /** The youngest start or end of a run seen so far, by Enterprise Manager's clock. */
  get newestEventAt(): Instant | null {
    return this.#newestEventAt;
  }

  jobs(): AgentJob[] {
    return [...this.#jobs.values()].map(({ job }) => job);
  }

  get jobCount(): number {
    return this.#jobs.size;
  }

  job(id: Guid): AgentJob | undefined {
    return this.#jobs.get(id)?.job;
  }

  runsOf(jobId: Guid): RunList {
    return this.#runs.get(jobId) ?? RunList.none;
  }

  unfinished(): { jobId: Guid; runId: Guid }[] {
    return [...this.#unfinished].map(([runId, jobId]) => ({ jobId, runId }));
  }

  /**
   * Takes a complete list of jobs; runs of jobs it does not hold are let go. Returns the jobs not known before, and how
   * many it did not hold that are not called deleted yet.
   */
  takeJobs(list: readonly AgentJob[]): { added: AgentJob[]; missing: number } {
    const added = list.filter(({ id }) => !this.#jobs.has(id));
    const changed = list.filter((job) => this.#takeJob(job));
    const listed = new Set(list.map(({ id }) => id));
    const gone = [...this.#runs.keys()].filter((id) => !this.#jobs.has(id));
    for (const [id, entry] of this.#jobs) {
      if (listed.has(id)) continue;
      entry.listsWithout += 1;
      if (entry.listsWithout >= LISTS_WITHOUT) gone.push(id);
    }
    this.#dropJobs(gone);
    if (changed.length + gone.length > 0) this.#told({ kind: 'jobs', changed, gone });
    return { added, missing: this.#jobs.size - listed.size };
  }

  /** Takes what has changed in the list of jobs. */
  takeChangedJobs(changed: readonly AgentJob[], gone: readonly Guid[]): void {
    for (const job of changed) this.#takeJob(job);
    this.#dropJobs(gone);
  }

  /** Takes runs as read; children of machines are ignored. Returns whether one belongs to a job not listed yet. */
  takeRuns(list: readonly Run[]): { unknownJob: boolean } {
    let unknownJob = false;
    const runs: Run[] = [];
    for (const run of list) {
      if (run.kind !== 'job' || this.#isAbsent(run)) continue;
      if (!this.#jobs.has(run.jobId)) unknownJob = true;
      if (this.#takeRun(run)) runs.push(run);
    }
    if (runs.length > 0) this.#told({ kind: 'runs', runs });
    return { unknownJob };
  }

  dropRun(jobId: Guid, runId: Guid): void {
    this.#unfinished.delete(runId);
    const list = this.runsOf(jobId);
    const kept = list.only(({ id }) => id !== runId);
    if (kept === list) return;
    this.#runs.set(jobId, kept);
    this.#change(jobId);
    this.#told({ kind: 'run-gone', jobId, runId });
  }

  /** Lets go of runs that were created before this, but for those that still run or decide what their job came to last. */
  forgetBefore(oldest: Instant): void {
    for (const [jobId, list] of this.#runs) {
      if ((list.at(-1)?.createdAt ?? oldest) >= oldest) continue;
      const decides = list.values().find(isOver)?.id;
      const kept = list.only((run) => run.createdAt >= oldest || run.id === decides || !isOver(run));
      if (kept === list) continue;
      this.#runs.set(jobId, kept);
      this.#change(jobId);
    }
    for (const [jobId, seenAt] of this.#absent) if (seenAt < oldest) this.#absent.delete(jobId);
    this.#told({ kind: 'forget', before: oldest });
  }

  /** Whether the job is new or not as it was. */
  #takeJob(job: AgentJob): boolean {
    const text = JSON.stringify(job);
    const print = hash('sha256', text, 'base64url');
    const known = this.#jobs.get(job.id);
    if (known?.print === print) {
      known.listsWithout = 0;
      return false;
    }
    // Made anew from its text: pieces cut out of an answer would keep the whole answer in memory.
    const own: AgentJob = JSON.parse(text);
    this.#jobs.set(own.id, { job: own, print, listsWithout: 0 });
    this.#absent.delete(own.id);
    this.#change(own.id);
    return true;
  }

  #dropJobs(gone: readonly Guid[]): void {
    for (const id of gone) {
      if (this.#jobs.delete(id)) this.#change(id);
      if (this.#runs.has(id)) this.#absent.set(id, this.#newestEventAt ?? 0);
      this.#letGo(id);
    }
  }

  /** Whether the run belongs to a deleted job, which is not asked for again as long as runs speak of it. */
  #isAbsent(run: Run): boolean {
    if (!this.#absent.has(run.jobId)) return false;
    this.#absent.set(run.jobId, this.#newestEventAt ?? run.createdAt);
    return true;
  }

  /** Whether the run is new or not as it was. */
  #takeRun(run: Run): boolean {
    this.#newestEventAt = Math.max(this.#newestEventAt ?? run.createdAt, run.createdAt, run.endedAt ?? run.createdAt);
    const record = toRecord(run);
    const list = this.runsOf(run.jobId);
    const known = list.find(record.id);
    // A slower answer that was read earlier must not bring an ended run back to life.
    if (known !== undefined && (sameRun(known, record) || (isOver(known) && !isOver(record)))) return false;
    this.#runs.set(run.jobId, list.with(record));
    if (isOver(record)) this.#unfinished.delete(record.id);
    else this.#unfinished.set(record.id, run.jobId);
    this.#change(run.jobId);
    return true;
  }

  #change(jobId: Guid): void {
    this.#version += 1;
    for (const changed of this.#changed) changed.add(jobId);
  }

  #letGo(jobId: Guid): void {
    for (const run of this.runsOf(jobId)) this.#unfinished.delete(run.id);
    this.#runs.delete(jobId);
  }
}
