import { ownNames } from './setting-names.ts';

/** Shorter names are near to too many others, as PORT is to POST. */
const SHORTEST = 6;

/** The one of these names that another one was probably meant to be; undefined where it is near to none. */
export function meantBy(name: string, names: readonly string[] = ownNames): string | undefined {
  const upper = name.toUpperCase();
  const near = names
    .filter((known) => known.length >= SHORTEST || known === upper)
    .map((known) => ({ known, steps: steps(upper, known) }))
    .filter(({ known, steps }) => steps <= (known.length < 10 ? 1 : 2))
    .toSorted((a, b) => a.steps - b.steps);
  return near[0]?.known;
}

/** How many letters have to be added, left out, changed or exchanged with their neighbour to make one of the other. */
function steps(from: string, to: string): number {
  let older: number[] = [];
  let before = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      const isExchanged = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      now[column] = Math.min(
        (before[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
        (before[column - 1] ?? 0) + (isSame ? 0 : 1),
        isExchanged ? (older[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    older = before;
    before = now;
  }
  return before[to.length] ?? 0;
}
