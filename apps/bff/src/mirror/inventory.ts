import { hash } from 'node:crypto';
import { storedDays } from '@retry-desk/contract';
import {
  type AgentJob,
  AHEAD_MS,
  type Guid,
  type Instant,
  isAhead,
  isNotYet,
  isOver,
  type Run,
  type UnreadableElement,
} from '@retry-desk/em-client';
import { inChunks } from '#in-chunks.ts';
import type { Change } from './change.ts';
import { HistoryRead } from './history-read.ts';
import { RunList } from './packed-runs.ts';
import { isUnread, sameRun, toRecord } from './run-record.ts';
import { UsualGap } from './usual-gap.ts';
import { Vanishing } from './vanishing.ts';

export const RETENTION_MS = storedDays * 24 * 60 * 60_000;

/** A job vanishes when this many complete lists in a row did not hold it: one list may have been read while it changed. */
const LISTS_WITHOUT = 2;

/** Jobs whose runs are searched at once: more would block everything else for longer than 10 ms. */
const JOBS_PER_SLICE = 300;

type JobEntry = { job: AgentJob; print: string; listsWithout: number };

/** Our copy of Enterprise Manager's jobs and the history of their runs, in memory. */
export class Inventory {
  readonly historyRead = new HistoryRead();
  readonly #onChange: (change: Change) => void;
  readonly #now: () => Instant;
  readonly #vanishing = new Vanishing();
  readonly #usualGap = new UsualGap(RETENTION_MS);
  readonly #jobs = new Map<Guid, JobEntry>();
  readonly #runs = new Map<Guid, RunList>();
  /** Job of each run that is not over. */
  readonly #unfinished = new Map<Guid, Guid>();
  /**
   * Jobs that runs refer to although no list holds them: deleted, with runs left behind. When a run referred to them
   * last.
   */
  readonly #absent = new Map<Guid, Instant>();
  /** Jobs with runs dated ahead, and when the next of those dates can be true. */
  readonly #ahead = new Map<Guid, Instant>();
  #version = 0;
  /** Of each follower, the jobs that are new, gone or not as they were, or whose runs are not. */
  readonly #changed: Set<Guid>[] = [];
  #newestEventAt: Instant | null = null;
  /** The board's own; others `follow`. */
  readonly takeChanged = this.follow();

  /** `onChange` receives every change. `now` is Enterprise Manager's clock, as far as it is known. */
  constructor(onChange: (change: Change) => void = () => undefined, now: () => Instant = Date.now) {
    this.#onChange = onChange;
    this.#now = now;
  }

  /** Counts changes: equal numbers mean that nothing has changed. */
  get version(): number {
    return this.#version;
  }

  /** Returns a function that returns the jobs that have changed since its last call, or since now. */
  follow(): () => ReadonlySet<Guid> {
    const place = this.#changed.push(new Set()) - 1;
    return () => {
      this.#renewAhead();
      const changed = this.#changed[place] ?? new Set();
      this.#changed[place] = new Set();
      return changed;
    };
  }

  /** The youngest start or end of a run seen so far, by Enterprise Manager's clock; not one that cannot be true yet. */
  get newestEventAt(): Instant | null {
    return this.#newestEventAt;
  }

  /** The newest event, where it is longer ago than this inventory ever goes without one; null where it is not. */
  silentSince(now: Instant): Instant | null {
    const newest = this.#newestEventAt;
    return newest !== null && now - newest > this.#usualGap.limitMs() ? newest : null;
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

  /** There are jobs, and of none of them a run is known. */
  get isWithoutRuns(): boolean {
    const hasRun = this.#runs.entries().some(([jobId, list]) => list.length > 0 && this.#jobs.has(jobId));
    return this.#jobs.size > 0 && !hasRun;
  }

  runsOf(jobId: Guid): RunList {
    const list = this.#list(jobId);
    return this.#ahead.has(jobId) ? list.inOrder(this.#now()) : list;
  }

  /** The jobs of these runs, as far as they are known; searches all of them, without blocking anything else. */
  async jobsOfRuns(runIds: ReadonlySet<Guid>): Promise<Map<Guid, Guid>> {
    const found = new Map<Guid, Guid>();
    if (runIds.size === 0) return found;
    await inChunks([...this.#runs], JOBS_PER_SLICE, ([jobId, list]) => {
      for (const { id } of list) if (runIds.has(id)) found.set(id, jobId);
    });
    return found;
  }

  isUnfinished(runId: Guid): boolean {
    return this.#unfinished.has(runId);
  }

  unfinished(): { jobId: Guid; runId: Guid }[] {
    return [...this.#unfinished].map(([runId, jobId]) => ({ jobId, runId }));
  }

  /**
   * Takes a complete list of jobs; runs of jobs it does not hold are let go. Returns the jobs not known before, how many it
   * did not hold that are not called deleted yet, and how many of them have vanished at once and stay as they are known.
   * `unread`: elements of the list that cannot be read; jobs that they may be stay as well.
   */
  takeJobs(
    list: readonly AgentJob[],
    unread: readonly UnreadableElement[] = [],
  ): { added: AgentJob[]; missing: number; vanished: number } {
    const known = [...this.#jobs.keys()];
    const added = list.filter(({ id }) => !this.#jobs.has(id));
    const changed = list.filter((job) => this.#takeJob(job));
    const listed = new Set(list.map(({ id }) => id));
    const gone = [...this.#runs.keys()].filter((id) => !this.#jobs.has(id));
    const missing = [...this.#jobs].filter(([id, { job }]) => !listed.has(id) && !unread.some(mayBe(job)));
    const keeps = this.#vanishing.keeps({ known, missing: new Set(missing.map(([id]) => id)) }, this.#now());
    for (const [id, entry] of keeps ? [] : missing) {
      entry.listsWithout += 1;
      if (entry.listsWithout >= LISTS_WITHOUT) gone.push(id);
    }
    this.#dropJobs(gone);
    if (changed.length + gone.length > 0) this.#onChange({ kind: 'jobs', changed, gone });
    const left = missing.filter(([id]) => this.#jobs.has(id)).length;
    return { added, missing: keeps ? 0 : left, vanished: keeps ? left : 0 };
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
    if (runs.length > 0) this.#onChange({ kind: 'runs', runs });
    return { unknownJob };
  }

  dropRun(jobId: Guid, runId: Guid): void {
    this.#unfinished.delete(runId);
    const list = this.#list(jobId);
    const rest = list.only(({ id }) => id !== runId);
    if (rest === list) return;
    this.#runs.set(jobId, rest);
    this.#change(jobId);
    this.#onChange({ kind: 'run-gone', jobId, runId });
  }

  /** Lets go of runs that were created before this, but for those that still run or decide what their job came to last. */
  forgetBefore(oldest: Instant): void {
    for (const [jobId, list] of this.#runs) {
      if ((list.at(-1)?.createdAt ?? oldest) >= oldest) continue;
      const decides = list.values().find(isOver)?.id;
      const rest = list.only((run) => run.createdAt >= oldest || run.id === decides || !isOver(run));
      if (rest === list) continue;
      this.#runs.set(jobId, rest);
      this.#change(jobId);
    }
    for (const [jobId, seenAt] of this.#absent) if (seenAt < oldest) this.#absent.delete(jobId);
    this.#usualGap.forgetBefore(oldest);
    this.#onChange({ kind: 'forget', before: oldest });
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
    // Copied by way of its text: slices of an answer would hold the whole answer in memory.
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

  /** Whether the run belongs to a deleted job, which is not requested again as long as runs refer to it. */
  #isAbsent(run: Run): boolean {
    if (!this.#absent.has(run.jobId)) return false;
    this.#absent.set(run.jobId, this.#newestEventAt ?? run.createdAt);
    return true;
  }

  /** Whether the run is new or not as it was. */
  #takeRun(run: Run): boolean {
    this.#noteEvents(run);
    const record = toRecord(run);
    const list = this.#list(run.jobId);
    const known = list.find(record.id);
    if (known !== undefined && sameRun(known, record)) return false;
    // A slower answer that was read earlier must not bring an ended run back to life, nor one that cannot be read hide it.
    const isLess = !isOver(record) || isUnread(record);
    if (known !== undefined && isOver(known) && !isUnread(known) && isLess) return false;
    this.#runs.set(run.jobId, list.with(record));
    if (isOver(record)) this.#unfinished.delete(record.id);
    else this.#unfinished.set(record.id, run.jobId);
    this.#change(run.jobId);
    return true;
  }

  #list(jobId: Guid): RunList {
    return this.#runs.get(jobId) ?? RunList.none;
  }

  #noteEvents(run: Run): void {
    const now = this.#now();
    for (const at of [run.createdAt, run.endedAt]) {
      if (at !== null && !isNotYet(at, now)) this.#newestEventAt = Math.max(this.#newestEventAt ?? at, at);
    }
    if (!isAhead(run, now)) {
      this.#usualGap.saw(run.createdAt);
      return;
    }
    const trueAt = run.createdAt - AHEAD_MS;
    this.#ahead.set(run.jobId, Math.min(this.#ahead.get(run.jobId) ?? trueAt, trueAt));
  }

  /** Runs of which the date can be true by now may stand elsewhere. */
  #renewAhead(): void {
    const now = this.#now();
    for (const [jobId, trueAt] of this.#ahead) {
      if (now < trueAt) continue;
      const later = this.#list(jobId)
        .values()
        .filter((run) => isAhead(run, now))
        .toArray();
      if (later.length === 0) this.#ahead.delete(jobId);
      else this.#ahead.set(jobId, Math.min(...later.map(({ createdAt }) => createdAt)) - AHEAD_MS);
      this.#change(jobId);
    }
  }

  #change(jobId: Guid): void {
    this.#version += 1;
    for (const changed of this.#changed) changed.add(jobId);
  }

  #letGo(jobId: Guid): void {
    for (const run of this.#list(jobId)) this.#unfinished.delete(run.id);
    this.#ahead.delete(jobId);
    this.#runs.delete(jobId);
  }
}

/** Whether an element that cannot be read may be this job. */
function mayBe({ id, name }: AgentJob): (element: UnreadableElement) => boolean {
  return (element) => element.id === id || element.name === name || (element.id === null && element.name === null);
}
