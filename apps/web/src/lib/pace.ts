/** Where between early and late this page asks: every page somewhere else, so that many of them do not ask at once. */
const ownPlace = Math.random();
/** Steps of the golden section: the next place is far from all before it. */
const golden = 0.618_034;

/** A number from 0 to below 1 for the answer with that number: the same whenever it is asked for, another for the next one. */
export function chanceOf(answer: number, own = ownPlace): number {
  return (own + answer * golden) % 1;
}

/** The bounds of what a server may tell: a wrong word must neither flood it nor leave the page without news. */
const told = { least: 250, most: 60_000 };

/**
 * Milliseconds to the next question: what the server told (`x-poll-after`) and up to a tenth later, else our own pace
 * and up to a tenth sooner or later.
 */
export function nextAsk(own: number, pollAfter: number | null, chance: number): number {
  if (pollAfter === null) return own * (0.9 + chance / 5);
  return Math.min(told.most, Math.max(told.least, pollAfter)) * (1 + chance / 10);
}
