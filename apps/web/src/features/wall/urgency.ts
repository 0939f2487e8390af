import type { WallBoard } from '@retry-desk/contract';

export type WallJob = WallBoard['failed'][number];

/** Most urgent first: longest streak, then longest without a good backup (never known comes first), then newest failure. */
export function byUrgency(jobs: readonly WallJob[]): WallJob[] {
  return [...jobs].sort(
    (a, b) =>
      b.streak - a.streak ||
      lastGood(a) - lastGood(b) ||
      Date.parse(b.failedAt) - Date.parse(a.failedAt) ||
      a.name.localeCompare(b.name, 'en', { numeric: true }) ||
      a.id.localeCompare(b.id),
  );
}

function lastGood(job: WallJob): number {
  return job.lastSuccessAt === null ? 0 : Date.parse(job.lastSuccessAt);
}

export type Span = { count: number; unit: 'minute' | 'hour' | 'day' };

/** A duration in its largest whole unit, rounded down; what lies ahead of us counts as nothing. */
export function largestSpan(milliseconds: number): Span {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  if (minutes < 60) return { count: minutes, unit: 'minute' };
  if (minutes < 1440) return { count: Math.floor(minutes / 60), unit: 'hour' };
  return { count: Math.floor(minutes / 1440), unit: 'day' };
}
