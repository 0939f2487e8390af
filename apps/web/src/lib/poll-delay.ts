/** Where between early and late this page polls: every page somewhere else, so that many of them do not poll at once. */
const ownPlace = Math.random();
/** Steps of the golden section: the next place is far from all before it. */
const golden = 0.618_034;

/** A number from 0 to below 1 for the answer with that number: the same each time, another for the next one. */
export function jitterOf(answer: number, own = ownPlace): number {
  return (own + answer * golden) % 1;
}

/** The bounds of what a server may send: a wrong number must neither flood it nor leave the page without anything newer. */
const bounds = { least: 250, most: 60_000 };

/**
 * Milliseconds to the next poll: what the server sent (`x-poll-after`) and up to a tenth later, else our own interval
 * and up to a tenth sooner or later.
 */
export function nextPoll(own: number, pollAfter: number | null, jitter: number): number {
  if (pollAfter === null) return own * (0.9 + jitter / 5);
  return Math.min(bounds.most, Math.max(bounds.least, pollAfter)) * (1 + jitter / 10);
}
