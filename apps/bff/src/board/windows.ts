import type { Instant } from '@retry-desk/em-client';
import { HISTORY_MS } from './estate.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * How far back runs are read, and how often. Every poll looks back a little. Enterprise Manager collects from its backup
 * servers every 15 minutes, later when one was away, so that runs appear long after they were created: wider windows find them.
 */
export type Window = { everyMs: number; backMs: number };
export const EVERY_POLL: Window = { everyMs: 0, backMs: 10 * MINUTE };
/** Widest first. */
export const WIDER: readonly Window[] = [
  { everyMs: 24 * HOUR, backMs: HISTORY_MS },
  { everyMs: 15 * MINUTE, backMs: 26 * HOUR },
  { everyMs: MINUTE, backMs: 2 * HOUR },
];

/** Keeps which window was read when. A wider one counts for the narrower ones too. */
export class WindowPlan {
  readonly #readAt = new Map<Window, number>();

  due(now: number): Window | null {
    return (
      WIDER.find((window) => now - (this.#readAt.get(window) ?? Number.NEGATIVE_INFINITY) >= window.everyMs) ?? null
    );
  }

  done(read: Window, now: number): void {
    for (const window of WIDER) if (window.backMs <= read.backMs) this.#readAt.set(window, now);
  }

  /** Makes the widest window due. */
  startOver(): void {
    this.#readAt.clear();
  }
}

/**
 * From when on runs may be new to us, by Enterprise Manager's clock: the newest event it has told. Should one of its
 * servers' clocks run ahead, our own last good read keeps the mark from running ahead too.
 */
export function watermark(newestEventAt: Instant | null, lastGoodAt: number | null, now: number): Instant {
  return Math.min(newestEventAt ?? now, lastGoodAt ?? now);
}
