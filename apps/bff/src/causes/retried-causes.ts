import type { Reason, RetryState, Task, TaskCause } from '@retry-desk/contract';
import { TimeSlice } from '#in-chunks.ts';
import type { Mirror } from '#mirror/mirror.ts';
import { machineSummary } from '#mirror/reasons.ts';
import type { CauseRecords, RetryCause } from './cause-records.ts';
import { type CauseFinder, type FailedFor, type FailingJobs, SLICE_MS } from './failing-jobs.ts';
import { retryOutcome } from './retry-outcome.ts';

/** The part of the desk that is read for causes. */
export type RetriedDesk = {
  cards(): Task[];
  /** The failed run that a live retry was sent for; null before it is sent. */
  retriedRun(taskId: string): string | null;
};

type RetriedDeps = {
  mirror: Pick<Mirror, 'inventory' | 'machines'>;
  desk: RetriedDesk;
  failing: FailingJobs;
  finder: CauseFinder;
  records: CauseRecords;
};

/** Ends at which the run is this retry's for certain, and nobody has stopped it: only they show whether a retry helps. */
const proving: ReadonlySet<RetryState> = new Set<RetryState>(['succeeded', 'warning', 'failed']);

/** The causes that the jobs of live retries had, and what the retries did about them. */
export class RetriedCauses {
  readonly #deps: RetriedDeps;
  /** An empty list of one that is not recorded yet. */
  readonly #ofRetries = new Map<string, RetryCause[]>();

  constructor(deps: RetriedDeps) {
    this.#deps = deps;
  }

  /** From memory; undefined where it was not recorded. */
  ofLiveTask(taskId: string): TaskCause | undefined {
    return presentTaskCause(this.#ofRetries.get(taskId) ?? []);
  }

  /** Records the causes of retries that were sent, and what the ended ones did about them. */
  async follow(): Promise<boolean> {
    const cards = this.#deps.desk.cards();
    const live = new Set(cards.map(({ taskId }) => taskId));
    for (const id of this.#ofRetries.keys()) if (!live.has(id)) this.#ofRetries.delete(id);
    await this.#recall([...live].filter((id) => !this.#ofRetries.has(id)));
    const slice = new TimeSlice(SLICE_MS);
    let isOtherwise = false;
    for (const task of cards) {
      if (slice.isOver()) await slice.next();
      const isNew = this.#ofRetries.get(task.taskId)?.length === 0;
      if (isNew && (await this.#takeRetry(task))) isOtherwise = true;
      if (await this.#takeOutcome(task)) isOtherwise = true;
    }
    return isOtherwise;
  }

  async #recall(ids: readonly string[]): Promise<void> {
    const known = Map.groupBy(await this.#deps.records.ofRetries(ids), (row) => row.retry_id);
    for (const id of ids) this.#ofRetries.set(id, (known.get(id) ?? []).sort(mostMachinesFirst));
  }

  async #takeRetry({ taskId, jobId }: Task): Promise<boolean> {
    const runId = this.#deps.desk.retriedRun(taskId);
    const failedFor = runId === null ? [] : await this.#failedForOf(jobId, runId);
    const rows = failedFor.map(
      ({ cause, machines }): RetryCause => ({
        retry_id: taskId,
        cause_key: cause.key,
        title: cause.title,
        family: cause.family,
        machines: JSON.stringify(machines),
        outcome: null,
      }),
    );
    this.#ofRetries.set(taskId, rows);
    this.#deps.records.takeRetry(rows.map((row) => ({ ...row })));
    return rows.length > 0;
  }

  async #takeOutcome({ taskId, jobId, state, run }: Task): Promise<boolean> {
    if (!proving.has(state)) return false;
    const open = this.#ofRetries.get(taskId)?.filter(({ outcome }) => outcome === null) ?? [];
    if (run?.endedAt == null || run.result === null || open.length === 0) return false;
    const machines = this.#deps.mirror.machines.of(run.id) ?? null;
    const failedFor = run.result === 'failed' ? await this.#failedForOf(jobId, run.id, run.reasons) : [];
    // Its reasons are still to come.
    if (run.result === 'failed' && failedFor.length === 0) return false;
    let isOtherwise = false;
    for (const row of open) {
      const failed: string[] = JSON.parse(row.machines);
      const outcome = retryOutcome(row.cause_key, failed, { result: run.result, machines, failedFor });
      if (outcome === null) continue;
      row.outcome = outcome;
      this.#deps.records.takeOutcome(taskId, row.cause_key, outcome);
      isOtherwise = true;
    }
    return isOtherwise;
  }

  /** Of a failed run that need not be the newest; `reasons`: where the mirror holds none. */
  async #failedForOf(jobId: string, runId: string, reasons: readonly Reason[] = []): Promise<readonly FailedFor[]> {
    const newest = this.#deps.failing.get(jobId);
    if (newest?.runId === runId && newest.failedFor.length > 0) return newest.failedFor;
    const { inventory, machines } = this.#deps.mirror;
    const run = inventory.runsOf(jobId).find(runId);
    const known = run === undefined ? [] : machineSummary(run, machines.of(runId)).reasons;
    return this.#deps.finder.find(jobId, known.length > 0 ? known : reasons);
  }
}

function mostMachinesFirst(a: RetryCause, b: RetryCause): number {
  const machinesOf = ({ machines }: RetryCause): number => JSON.parse(machines).length;
  return machinesOf(b) - machinesOf(a) || (a.cause_key < b.cause_key ? -1 : 1);
}

/** The first of the causes of a retry, as a task shows it. */
export function presentTaskCause([first]: readonly RetryCause[]): TaskCause | undefined {
  if (first === undefined) return undefined;
  const { cause_key: key, title, family, outcome } = first;
  return { key, title, family, outcome: outcome === 'unclear' ? null : outcome };
}
