import type { CauseAdvice, JobCause, ListedCause, TaskCause } from '@retry-desk/contract';
import { historyDays } from '@retry-desk/contract';
import { adviceOf, type Cause } from '@retry-desk/failure-causes';
import { type Coalesced, coalesced } from '#coalesced.ts';
import { iso } from '#iso.ts';
import type { MayBeOwnRun } from '#mirror/job-state.ts';
import type { Mirror } from '#mirror/mirror.ts';
import type { Store } from '#store/open-store.ts';
import type { StructuredLogger } from '#telemetry/logger.ts';
import { OutageLine } from '#telemetry/outage-line.ts';
import { listCauses } from './cause-list.ts';
import { type CausePast, CauseRecords } from './cause-records.ts';
import { CauseFinder, FailingJobs } from './failing-jobs.ts';
import { presentTaskCause, RetriedCauses, type RetriedDesk } from './retried-causes.ts';

export type CausesDeps = {
  mirror: Pick<Mirror, 'inventory' | 'machines' | 'veeamRetriesAt' | 'onChange'>;
  desk: RetriedDesk & { mayBeOwnRun: MayBeOwnRun; onChange(listener: () => void): () => void };
  store: Pick<Store, 'db' | 'watch'>;
  clock: { now(): number };
  logger: StructuredLogger;
};

/** A cause as a row shows it; the same object for all its jobs until what is known of it changes. */
type ShownCause = {
  key: string;
  title: string;
  family: string;
  /** The advice for a job that Veeam retries by itself then, or for one that it does not. */
  adviceAt(veeamRetriesAt: string | null): CauseAdvice;
};

/** The causes of the jobs that fail now, and the effect of retries on them. */
export type Causes = {
  start(): void;
  stop(): Promise<void>;
  /** The cause of this failed run with the most machines; null while it is not known. */
  of(jobId: string, runId: string): ShownCause | null;
  /** The keys of all causes of this failed run; empty while they are not known. */
  keysOf(jobId: string, runId: string): readonly string[];
  /** The jobs that fail for this cause now. */
  jobsOf(key: string): readonly string[];
  /** Of a live retry, from memory; undefined where it was not recorded. */
  ofLiveTask(taskId: string): TaskCause | undefined;
  /** Of any retry. Undefined where it was not recorded, and while the store cannot be read. */
  ofTask(taskId: string): Promise<TaskCause | undefined>;
  /** All causes of a job that fails now, most machines first. */
  ofJob(jobId: string): Promise<JobCause[]>;
  /** All causes of now, those with the most machines first; the same list until something is otherwise. */
  list(): readonly ListedCause[];
  onChange(listener: () => void): () => void;
};

const MONTH_MS = historyDays * 24 * 60 * 60_000;
const NO_PAST: CausePast = { firstAt: null, lastAt: null, tried: 0, helped: 0 };

export function createCauses(deps: CausesDeps): Causes {
  return new LiveCauses(deps);
}

class LiveCauses implements Causes {
  readonly #deps: CausesDeps;
  readonly #finder = new CauseFinder();
  readonly #failing: FailingJobs;
  readonly #records: CauseRecords;
  readonly #past = new Map<string, CausePast>();
  readonly #shown = new Map<string, ShownCause>();
  readonly #retried: RetriedCauses;
  /** Causes whose past has to be read. */
  readonly #unread = new Set<string>();
  readonly #listeners = new Set<() => void>();
  #list: { made: readonly ListedCause[]; until: number } | null = null;
  #unsubscribe: (() => void)[] = [];
  readonly #taking: Coalesced;
  /** Apart from the above: a store that does not respond holds up no cause. */
  readonly #recording: Coalesced;
  readonly #outage: OutageLine;

  constructor(deps: CausesDeps) {
    this.#deps = deps;
    this.#outage = new OutageLine(deps.clock);
    this.#failing = new FailingJobs(deps.mirror, this.#finder);
    this.#records = new CauseRecords(deps.store, deps.clock);
    this.#retried = new RetriedCauses({
      ...deps,
      failing: this.#failing,
      finder: this.#finder,
      records: this.#records,
    });
    const failed = (error: unknown) => this.#couldNot(error, undefined);
    this.#taking = coalesced(() => this.#takeFailures(), failed);
    this.#recording = coalesced(() => this.#record(), failed);
  }

  start(): void {
    const refresh = () => this.#taking.request();
    const { mirror, desk, store } = this.#deps;
    this.#unsubscribe = [mirror.onChange(refresh), desk.onChange(refresh), store.watch.onChange(refresh)];
    refresh();
  }

  async stop(): Promise<void> {
    for (const end of this.#unsubscribe) end();
    await Promise.all([this.#taking.stop(), this.#recording.stop()]);
  }

  of(jobId: string, runId: string): ShownCause | null {
    const job = this.#failing.get(jobId);
    const first = job?.failedFor[0];
    return job === undefined || first === undefined || job.runId !== runId ? null : this.#shownOf(first.cause);
  }

  keysOf(jobId: string, runId: string): readonly string[] {
    const job = this.#failing.get(jobId);
    return job?.runId === runId ? job.failedFor.map(({ cause }) => cause.key) : [];
  }

  jobsOf(key: string): readonly string[] {
    return this.list().find((cause) => cause.key === key)?.jobs ?? [];
  }

  ofLiveTask(taskId: string): TaskCause | undefined {
    return this.#retried.ofLiveTask(taskId);
  }

  async ofTask(taskId: string): Promise<TaskCause | undefined> {
    const live = this.ofLiveTask(taskId);
    if (live !== undefined) return live;
    const rows = await this.#records.ofRetries([taskId]).catch((error) => this.#couldNot(error, []));
    return presentTaskCause(rows);
  }

  async ofJob(jobId: string): Promise<JobCause[]> {
    const since = this.#deps.clock.now() - MONTH_MS;
    const veeamRetriesAt = iso(this.#veeamRetriesAt(jobId));
    const failedFor = this.#failing.get(jobId)?.failedFor ?? [];
    return Promise.all(
      failedFor.map(async ({ cause, machines }) => {
        const { tried, helped } = this.#pastOf(cause.key);
        const shown = this.#shownOf(cause);
        const { key, title, family } = shown;
        const timesInMonth = await this.#records
          .timesOf(jobId, key, since)
          .catch((error) => this.#couldNot(error, null));
        const isSpecific = cause.family !== 'says-nothing';
        return {
          key,
          title,
          family,
          known: presentKnown(cause),
          advice: shown.adviceAt(veeamRetriesAt),
          machines,
          // The newest run may not be written yet.
          timesInMonth: timesInMonth === null || !isSpecific ? null : Math.max(1, timesInMonth),
          retries: { tried, helped },
        };
      }),
    );
  }

  list(): readonly ListedCause[] {
    const now = this.#deps.clock.now();
    if (this.#list !== null && now < this.#list.until) return this.#list.made;
    this.#list = listCauses(this.#failing.all(), {
      veeamRetriesAt: (jobId) => this.#veeamRetriesAt(jobId),
      pastOf: (key) => this.#pastOf(key),
      shownOf: (cause) => this.#shownOf(cause),
      knownOf: presentKnown,
    });
    return this.#list.made;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #veeamRetriesAt(jobId: string): number | null {
    const { mirror, desk } = this.#deps;
    return mirror.veeamRetriesAt(jobId, desk.mayBeOwnRun);
  }

  #pastOf(key: string): CausePast {
    return this.#past.get(key) ?? NO_PAST;
  }

  #shownOf(cause: Cause): ShownCause {
    const known = this.#shown.get(cause.key);
    if (known !== undefined) return known;
    const past = this.#pastOf(cause.key);
    const shown: ShownCause = {
      key: cause.key,
      title: cause.title,
      family: cause.family,
      adviceAt: (veeamRetriesAt) => adviceOf(cause, past, { veeamRetriesAt }),
    };
    this.#shown.set(cause.key, shown);
    return shown;
  }

  /** Finds the causes of what has changed; needs no store. */
  async #takeFailures(): Promise<void> {
    const { changed, isLess } = await this.#failing.refresh();
    for (const { jobId, runId, run, failedFor } of changed)
      for (const { cause } of failedFor) {
        if (cause.family === 'says-nothing') continue;
        if (!this.#past.has(cause.key)) this.#unread.add(cause.key);
        const at = run.endedAt ?? run.createdAt;
        this.#records.takeSighting({ run_id: runId, cause_key: cause.key, job_id: jobId, at });
      }
    if (changed.length > 0 || isLess) this.#changed();
    this.#recording.request();
  }

  /** Writes the events of causes, and reads the past that is another for them. @throws where the store is away */
  async #record(): Promise<void> {
    const isOtherwise = await this.#retried.follow();
    for (const key of await this.#records.flush()) this.#unread.add(key);
    this.#outage.end();
    const keys = new Set(this.#unread);
    for (const [key, past] of await this.#records.past(keys)) {
      this.#takePast(key, past);
      this.#unread.delete(key);
    }
    if (isOtherwise || keys.size > 0) this.#changed();
  }

  #takePast(key: string, past: CausePast): void {
    const { tried, helped } = this.#pastOf(key);
    this.#past.set(key, past);
    // The advice of its jobs rests on these alone.
    if (past.tried !== tried || past.helped !== helped) this.#shown.delete(key);
  }

  #changed(): void {
    this.#list = null;
    for (const listener of this.#listeners) listener();
  }

  #couldNot<T>(error: unknown, instead: T): T {
    if (this.#outage.isDue())
      this.#deps.logger.warn(
        { event: 'causes.not-recorded', err: error },
        'what is known of causes could not be read or written; it will be tried again',
      );
    return instead;
  }
}

function presentKnown({ known }: Cause): ListedCause['known'] {
  return known === null ? null : { id: known.id, title: known.title, fix: known.fix, link: known.link };
}
