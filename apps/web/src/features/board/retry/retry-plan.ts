import type { JobRow } from '@retry-desk/contract';
import { isolated } from '#lib/isolated.ts';
import type { Actor } from '#lib/job-can.ts';
import { jobCan } from '#lib/job-can.ts';
import { words } from '#lib/words.ts';

/** The plan for these jobs if they were retried now. */
export type RetryPlan = {
  run: JobRow[];
  /** Those Veeam will try again by itself: only where somebody chooses so. */
  waiting: { job: JobRow; reason: string }[];
  skipped: { job: JobRow; reason: string }[];
  machines: { count: number; names: string[] /** Some names or numbers have not been read. */; atLeast: boolean };
};

/** Splits jobs into those that will run again, with their machines, those that wait for Veeam, and those that will not run, with the reason; `pending` are on their way already, `gone` have left the list. */
export function retryPlan(
  jobs: readonly JobRow[],
  actor: Actor,
  pending: ReadonlySet<string>,
  gone: ReadonlySet<string> = new Set(),
): RetryPlan {
  const plan: RetryPlan = { run: [], waiting: [], skipped: [], machines: { count: 0, names: [], atLeast: false } };
  const names = new Set<string>();
  for (const job of jobs) {
    if (pending.has(job.id)) {
      plan.skipped.push({ job, reason: words.can.pending });
      continue;
    }
    if (gone.has(job.id)) {
      plan.skipped.push({ job, reason: words.can.gone });
      continue;
    }
    const can = jobCan.retry(job, actor);
    if (!can.ok) {
      plan.skipped.push({ job, reason: can.reason });
      continue;
    }
    if (can.anyway) {
      plan.waiting.push({ job, reason: can.anyway });
      continue;
    }
    plan.run.push(job);
    const own = machinesOf(job);
    for (const name of own) names.add(name);
    const failed = job.run?.machinesFailed ?? null;
    plan.machines.count += failed ?? own.length;
    if (failed === null) plan.machines.atLeast = true;
  }
  plan.machines.names = [...names];
  return plan;
}

/** The machines of a job that failed, each once. */
export function machinesOf(job: JobRow): string[] {
  return [...new Set(job.reasons.map((reason) => reason.machine))];
}

/** The first names and how many more there are. */
export function firstNames(names: readonly string[], shown: number): { text: string; more: number } {
  const text = names.slice(0, shown).map(isolated).join(', ');
  return { text, more: Math.max(0, names.length - shown) };
}
