import type { Instant } from '@retry-desk/em-client';
import { HOUR, hourOf } from './poll/hourly-counts.ts';

/** An inventory whose jobs run every day is not called silent before this. */
const LEAST_MS = 26 * HOUR;
/** A usual gap may come again and be a little longer. */
const SLACK = 1.25;

/**
 * Hours in which runs began, of all jobs together: the usual time without a run in this inventory. Only a gap that
 * occurred twice in the retained runs is usual: one run left over from long ago, or a holiday, is not.
 */
export class UsualGap {
  readonly #hours = new Set<Instant>();
  readonly #historyMs: number;
  /** Of the current hours; null until requested. */
  #usual: number | null = null;

  constructor(historyMs: number) {
    this.#historyMs = historyMs;
  }

  saw(createdAt: Instant): void {
    const hour = hourOf(createdAt);
    if (this.#hours.has(hour)) return;
    this.#hours.add(hour);
    this.#usual = null;
  }

  forgetBefore(oldest: Instant): void {
    for (const hour of this.#hours) if (hour < hourOf(oldest)) this.#hours.delete(hour);
    this.#usual = null;
  }

  /** Milliseconds after which no run is more than a usual pause. */
  limitMs(): number {
    this.#usual ??= this.#secondLongest();
    return Math.max(LEAST_MS, this.#usual * SLACK);
  }

  #secondLongest(): number {
    const hours = [...this.#hours].sort((a, b) => a - b);
    const oldest = (hours.at(-1) ?? 0) - this.#historyMs;
    const recent = hours.filter((hour) => hour >= oldest);
    const gaps = recent.map((hour, at) => hour - (recent[at - 1] ?? hour)).sort((a, b) => b - a);
    return gaps[1] ?? 0;
  }
}
