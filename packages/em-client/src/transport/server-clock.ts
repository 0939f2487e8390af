import type { Instant } from '../records.ts';

/** Enterprise Manager's clock, as the Date header of its last answer gave it, carried on by our own monotonic clock. */
export type ServerClock = {
  /** Takes the Date of an answer (RFC 9110, 6.6.1: when it was made, in whole seconds). */
  saw: (headers: Readonly<Record<string, string>>) => void;
  /** Null while no answer has told it. Never ahead of the server's clock, and at most a second and one exchange behind. */
  now: () => Instant | null;
};

export function createServerClock(monotonic: () => number = () => performance.now()): ServerClock {
  let last: { at: Instant; seenAt: number } | null = null;
  return {
    saw: ({ date }) => {
      const at = date === undefined ? Number.NaN : Date.parse(date);
      if (!Number.isNaN(at)) last = { at, seenAt: monotonic() };
    },
    now: () => (last === null ? null : Math.floor(last.at + monotonic() - last.seenAt)),
  };
}
