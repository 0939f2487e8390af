import type { WallBoard } from '@retry-desk/contract';
import { mostUrgentFirst } from '#lib/urgency.ts';

export type WallJob = WallBoard['failed'][number];

const urgentFirst = mostUrgentFirst<WallJob>(({ failedAt }) => failedAt ?? '');

/** Most urgent first; acknowledged ones last. */
export function byUrgency(jobs: readonly WallJob[]): WallJob[] {
  return [...jobs].sort(
    (a, b) => Number(a.acknowledged ?? false) - Number(b.acknowledged ?? false) || urgentFirst(a, b),
  );
}

export type Span = { count: number; unit: 'minute' | 'hour' | 'day' };

/** A duration in its largest whole unit, rounded down; what lies ahead of us counts as nothing. */
export function largestSpan(milliseconds: number): Span {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  if (minutes < 60) return { count: minutes, unit: 'minute' };
  if (minutes < 1440) return { count: Math.floor(minutes / 60), unit: 'hour' };
  return { count: Math.floor(minutes / 1440), unit: 'day' };
}
