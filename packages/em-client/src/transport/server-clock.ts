import type { Instant } from '../records.ts';

/** Enterprise Manager's clock, as the Date headers of its answers gave it, carried on by our own monotonic clock. */
export type ServerClock = {
  /** Takes the Date of an answer (RFC 9110, 6.6.1: when it was made, in whole seconds). `askedAt`: by our monotonic clock. */
  saw: (headers: Readonly<Record<string, string>>, askedAt: number) => void;
  /**
   * Null while no answer has had a date. Never ahead of the server's clock; behind it by a second and one exchange after the
   * first answer, and by less with each one that was made later in its second.
   */
  now: () => Instant | null;
};

const SECOND = 1_000;

/** NTP slews a clock by 500 ppm at most (adjtimex(2), ADJ_OFFSET), here and there: our lower bound gives way by as much. */
const DRIFT = 0.001;

export function createServerClock(monotonic: () => number = () => performance.now()): ServerClock {
  /** It was at least `at` there when our clock stood at `seenAt`. */
  let best: { at: Instant; seenAt: number } | null = null;

  function leastAt(moment: number): number | null {
    return best === null ? null : best.at + (moment - best.seenAt) * (1 - DRIFT);
  }

  return {
    saw: ({ date }, askedAt) => {
      const at = date === undefined ? Number.NaN : Date.parse(date);
      if (Number.isNaN(at)) return;
      const seenAt = monotonic();
      const known = leastAt(seenAt);
      // The second it names was not over when we asked. Where it should have been by what we knew, that clock was set back.
      const wasSetBack = (leastAt(askedAt) ?? Number.NEGATIVE_INFINITY) >= at + SECOND;
      if (known === null || wasSetBack || at > known) best = { at, seenAt };
    },
    now: () => {
      const least = leastAt(monotonic());
      return least === null ? null : Math.floor(least);
    },
  };
}
