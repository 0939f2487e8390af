import type { Guid, Instant } from '@retry-desk/em-client';
import type { Candidate, EmTrouble, Ending, JobTrouble, Member } from './groups.ts';

/** The state of everything now. Moments are milliseconds of one clock. */
export type Situation = {
  now: Instant;
  /** Whether the jobs could be read: where they could not, nothing is concluded from what is not there. */
  isRead: boolean;
  candidates: readonly Candidate[];
  /** Jobs that somebody has acknowledged: they are neither announced nor counted. */
  acknowledged: ReadonlySet<Guid>;
  /** How a job that is no candidate left; null while it may still need somebody. */
  endOf(trouble: JobTrouble, member: Member): Ending | null;
  /** Since when; null where it is not so; undefined while that is not known. */
  em: Record<EmTrouble, Instant | null | undefined>;
};

export type NoticeLimits = {
  /** No job may have joined for so long, or the first has waited `longestDebounceMs`. */
  debounceMs: number;
  longestDebounceMs: number;
  /** The least time between two notices that fire for a key. */
  updateMs: number;
  /** How long Enterprise Manager must be in trouble. */
  emMs: number;
  /** So many causes begin to fire within `floodMs`; the others fire as one. */
  mostCauses: number;
  floodMs: number;
};

const MINUTE_MS = 60_000;
export const noticeLimits: NoticeLimits = {
  debounceMs: MINUTE_MS,
  longestDebounceMs: 5 * MINUTE_MS,
  updateMs: 15 * MINUTE_MS,
  emMs: 5 * MINUTE_MS,
  mostCauses: 20,
  floodMs: 15 * MINUTE_MS,
};
