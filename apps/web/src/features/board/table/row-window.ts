/** The rows that are drawn: from `first` up to, not with, `last`. */
export type RowWindow = { first: number; last: number };

/** Drawn beyond each edge of what is in sight, so that a quick scroll does not outrun the drawing. */
const beyond = 6;

/** Where each row begins, in pixels from the first one; one more entry than rows: where the last one ends. */
export function offsetsOf(count: number, heightOf: (place: number) => number): Float64Array {
  const offsets = new Float64Array(count + 1);
  let sum = 0;
  for (let place = 0; place < count; place += 1) {
    sum += heightOf(place);
    offsets[place + 1] = sum;
  }
  return offsets;
}

/** Heights by id of a row; those of rows that have left the list go as soon as there are more heights than rows. */
export function heightsOfRows<Row>(
  heights: ReadonlyMap<string, number>,
  rows: readonly Row[],
  idOf: (row: Row) => string,
): ReadonlyMap<string, number> {
  if (heights.size <= rows.length) return heights;
  const listed = new Set(rows.map(idOf));
  return new Map([...heights].filter(([id]) => listed.has(id)));
}

/** The row that stands at a height; the first or the last one for what is above or below all of them. */
function rowAt(offsets: Float64Array, height: number): number {
  let [low, high] = [0, Math.max(0, offsets.length - 2)];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((offsets[middle] ?? 0) <= height) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The rows between two heights, and some more beyond them. */
export function windowOf(offsets: Float64Array, top: number, bottom: number, more = beyond): RowWindow {
  const count = offsets.length - 1;
  return {
    first: Math.max(0, rowAt(offsets, top) - more),
    last: Math.min(count, rowAt(offsets, bottom) + 1 + more),
  };
}

/** By how much to scroll so that a row is between the two edges; 0 where it is. */
export function wayTo(offsets: Float64Array, place: number, top: number, bottom: number): number {
  const [from, to] = [offsets[place] ?? 0, offsets[place + 1] ?? 0];
  if (from < top) return from - top;
  return to > bottom ? to - bottom : 0;
}
