import type { WallJob } from './urgency.ts';

/** Job id → when its run failed, of the last picture. */
export type KnownFailures = ReadonlyMap<string, string>;

export function knownFailures(jobs: readonly WallJob[]): KnownFailures {
  return new Map(jobs.map((job) => [job.id, job.failedAt]));
}

/** Jobs that have failed since the last picture, again or for the first time. Before a first picture nothing is new. */
export function newFailures(before: KnownFailures | null, jobs: readonly WallJob[]): string[] {
  if (before === null) return [];
  return jobs.filter((job) => (before.get(job.id) ?? '') < job.failedAt).map((job) => job.id);
}
