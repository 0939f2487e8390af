/** A moment, to measure from. */
export type Moment = { wall: number; steady: number };

/** Now, by the clock on the wall and by one that nobody sets. */
export function momentOf(clock: { now(): number }): Moment {
  return { wall: clock.now(), steady: performance.now() };
}

/**
 * Milliseconds since then. The wall clock may be set back, and then it would seem that no time has passed: never less than
 * the steady clock says. Set forward, it makes things older, and what is too old is asked for anew.
 */
export function elapsedMs(since: Moment, clock: { now(): number }): number {
  return Math.max(clock.now() - since.wall, performance.now() - since.steady);
}
