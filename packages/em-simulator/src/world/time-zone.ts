const DAY = 24 * 60 * 60_000;
const MINUTE = 60_000;
/** No clock of any zone changes within these. */
const STEADY = 15 * MINUTE;

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/** How far the clocks of a zone are ahead of UTC at that instant, in milliseconds. */
export function offsetAt(zone: string | undefined, instant: number): number {
  if (zone === undefined) return 0;
  const step = Math.floor(instant / STEADY);
  const key = `${zone}/${step}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const shown = formatOf(zone).formatToParts(step * STEADY);
  const part = (type: string) => Number(shown.find((each) => each.type === type)?.value);
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
  const offset = wall - step * STEADY;
  offsets.set(key, offset);
  return offset;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...numeric });
  formats.set(zone, format);
  return format;
}

/**
 * The instant at which the clocks of a zone show a time, given as if it were UTC. A time that comes twice is the second one, and
 * one that is left out comes an hour later: standard time, as .NET takes such times.
 */
export function instantOf(zone: string | undefined, wall: number): number {
  const late = wall - offsetAt(zone, wall + DAY);
  if (offsetAt(zone, late) === wall - late) return late;
  return wall - offsetAt(zone, wall - DAY);
}
