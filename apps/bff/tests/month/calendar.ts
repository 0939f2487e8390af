/** Lengths of time, in milliseconds. */
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

type Clock = { format: Intl.DateTimeFormat; offsets: Map<number, number> };
const clocks = new Map<string, Clock>();

/** How far the clock of a zone is before UTC at a moment, in milliseconds. */
export function offsetAt(zone: string, at: number): number {
  const clock = clockOf(zone);
  // No zone here changes its clock but on the hour.
  const hour = Math.floor(at / HOUR);
  const known = clock.offsets.get(hour);
  if (known !== undefined) return known;
  const offset = Date.parse(`${clock.format.format(hour * HOUR).replace(' ', 'T')}Z`) - hour * HOUR;
  clock.offsets.set(hour, offset);
  return offset;
}

function clockOf(zone: string): Clock {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  const clock = { format, offsets: new Map() };
  clocks.set(zone, clock);
  return clock;
}

/** The moment at which a clock shows this minute of a day (from 1970, by that clock). */
export function momentOf(zone: string, day: number, minute: number): number {
  const local = day * DAY + minute * MINUTE;
  return local - offsetAt(zone, local - offsetAt(zone, local));
}

/** Mulberry32: the same numbers from the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
