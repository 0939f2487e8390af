/** Where the picture stands against burn-in, in thousandths of the screen's height. */
export type Shift = { x: number; y: number };

const holdMinutes = 3;
const places: readonly Shift[] = [
  { x: 0, y: 0 },
  { x: 4, y: 0 },
  { x: 4, y: 4 },
  { x: 0, y: 4 },
  { x: -4, y: 4 },
  { x: -4, y: 0 },
  { x: -4, y: -4 },
  { x: 0, y: -4 },
  { x: 4, y: -4 },
];

/** The place for a moment: another one every three minutes, round and round. */
export function shiftAt(milliseconds: number): Shift {
  const index = Math.floor(Math.max(0, milliseconds) / (holdMinutes * 60_000)) % places.length;
  return places[index] ?? { x: 0, y: 0 };
}
