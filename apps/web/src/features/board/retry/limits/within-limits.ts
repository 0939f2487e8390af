import type { JobRow, Status, Task } from '@retry-desk/contract';
import { isRequestedBy } from '#api/request-retries.ts';
import { isRefusedByEm } from '#lib/task-note.ts';
import { retryWords } from '#lib/words-retry.ts';

const hourMs = 60 * 60_000;

type Limits = NonNullable<Status['limits']>;

/** The part of a plan that the hourly limits allow. */
export type Within = {
  run: readonly JobRow[];
  /** Those the limits stand against, with the reason. */
  beyond: { job: JobRow; reason: string }[];
  /** How many retries of this person count already. */
  used: number;
};

/** A retry that was never sent does not count (docs/retries.md). */
function isCounted(task: Task, now: number): boolean {
  return Date.parse(task.requestedAt) > now - hourMs && (task.state !== 'refused' || isRefusedByEm(task));
}

/**
 * Splits the jobs of a plan, in their order, by the hourly limits. `tasks` are the board's, which hold each retry of the
 * last hour. The server counts again, and its word is the last.
 */
export function withinLimits(
  jobs: readonly JobRow[],
  limits: Limits | null,
  tasks: readonly Task[],
  person: { user: string; personId?: string | undefined },
  now: number,
): Within {
  const counted = tasks.filter((task) => isCounted(task, now));
  const used = counted.filter((task) => isRequestedBy(person, task)).length;
  if (limits === null) return { run: jobs, beyond: [], used };
  const { retriesPerJobHour, retriesPerPersonHour } = limits;
  const ofJob = new Map<string, number>();
  for (const { jobId } of counted) ofJob.set(jobId, (ofJob.get(jobId) ?? 0) + 1);
  const run: JobRow[] = [];
  const beyond: Within['beyond'] = [];
  for (const job of jobs) {
    const times = ofJob.get(job.id) ?? 0;
    if (times >= retriesPerJobHour) beyond.push({ job, reason: retryWords.jobLimit(retriesPerJobHour, times) });
    else if (used + run.length >= retriesPerPersonHour)
      beyond.push({ job, reason: retryWords.personLimit(retriesPerPersonHour) });
    else run.push(job);
  }
  return { run, beyond, used };
}

/** From so many jobs on their number has to be typed. */
const typedFrom = 200;

/** Whether the number of jobs has to be typed, and has not been. */
export function lacksNumber(count: number, typed: string): boolean {
  return isManyJobs(count) && typed.trim() !== String(count);
}

export function isManyJobs(count: number): boolean {
  return count >= typedFrom;
}
