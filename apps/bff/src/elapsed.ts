/** A moment, to measure from. */
export type Moment = { wall: number; steady: number };

/** Now, by the clock on the wall and by one that nobody sets. */
export function momentOf(clock: { now(): number }): Moment {
  return { wall: clock.now(), steady: performance.now() };
}

/**
 * Milliseconds since then. The wall clock may be set back, and would then show no time passed: the result is never less
 * than the steady clock's. A clock set forward makes things older, and old data is read anew.
 */
export function elapsedMs(since: Moment, clock: { now(): number }): number {
  return Math.max(clock.now() - since.wall, performance.now() - since.steady);
}
