import { isStale, staleAfter } from '@retry-desk/contract';

/** Two clocks of the browser at one moment, in milliseconds. */
export type Clocks = {
  /** `performance.now()`: never set back, but may stand still while the machine sleeps. */
  steady: number;
  /** `Date.now()`: goes on while the machine sleeps, but may be wrong or be set. */
  wall: number;
};

/** What one good answer says about time: both moments by the server's clock. */
export type Stamp = {
  /** When Enterprise Manager was last read. */
  takenAt: number;
  /** When the server answered, as well as its Date headers tell. */
  servedAt: number;
  /** The browser's clocks when the request left: a slow answer makes the picture older, never younger. */
  asked: Clocks;
  pollSeconds: number;
};

/** Milliseconds since the request left, by whichever clock has gone further. */
function elapsed(asked: Clocks, now: Clocks): number {
  return Math.max(0, now.steady - asked.steady, now.wall - asked.wall);
}

/** How old the picture is, in milliseconds; needs no right clock in the browser. */
export function ageOf(stamp: Stamp, now: Clocks): number {
  return Math.max(0, stamp.servedAt - stamp.takenAt) + elapsed(stamp.asked, now);
}

/** The server's time now, as well as we know it. */
export function serverTime(stamp: Stamp, now: Clocks): number {
  return stamp.servedAt + elapsed(stamp.asked, now);
}

export function isOld(stamp: Stamp, now: Clocks): boolean {
  return isStale(ageOf(stamp, now), stamp.pollSeconds);
}

/** How much of the picture's life is left: 1 just read, 0 old. */
export function lifeLeft(stamp: Stamp, now: Clocks): number {
  return Math.min(1, Math.max(0, 1 - ageOf(stamp, now) / staleAfter(stamp.pollSeconds)));
}

/**
 * Milliseconds between two questions: a third of the server's own interval, so that its newest picture never waits long
 * for us, and every two seconds while a retry moves.
 */
export function askEvery(pollSeconds: number | null, moving: boolean): number {
  const calm = Math.min(5000, Math.max(1000, ((pollSeconds ?? 10) * 1000) / 3));
  return moving ? Math.min(2000, calm) : calm;
}

/** Milliseconds after which a question counts as unanswered, so that a hung one does not stop the next. */
export function giveUpAfter(pollSeconds: number | null): number {
  return Math.min(8000, Math.max(2000, (pollSeconds ?? 10) * 1000));
}
