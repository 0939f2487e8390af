import type { Instant } from '@retry-desk/em-client';
import { HOUR, hourOf } from './run-counts.ts';

/** An estate whose jobs run every day is not called silent before this. */
const LEAST_MS = 26 * HOUR;
/** The longest gap so far may come again and be a little longer. */
const SLACK = 1.25;

/** Hours in which runs began, of all jobs together: tells how long this estate goes without one. */
export class UsualGap {
  readonly #hours = new Set<Instant>();
  /** Of the hours there are now; null until somebody asks. */
  #longest: number | null = null;

  saw(createdAt: Instant): void {
    const hour = hourOf(createdAt);
    if (this.#hours.has(hour)) return;
    this.#hours.add(hour);
    this.#longest = null;
  }

  forgetBefore(oldest: Instant): void {
    for (const hour of this.#hours) if (hour < hourOf(oldest)) this.#hours.delete(hour);
    this.#longest = null;
  }

  /** Milliseconds after which no run is more than a usual pause. */
  limitMs(): number {
    this.#longest ??= longestGap([...this.#hours].sort((a, b) => a - b));
    return Math.max(LEAST_MS, this.#longest * SLACK);
  }
}

function longestGap(hours: readonly Instant[]): number {
  let longest = 0;
  for (const [at, hour] of hours.entries()) longest = Math.max(longest, hour - (hours[at - 1] ?? hour));
  return longest;
}
