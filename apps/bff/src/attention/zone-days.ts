import type { Instant } from '@retry-desk/em-client';

/** Midnight of every time zone falls on a quarter of an hour. */
const QUARTER_MS = 15 * 60_000;
const HOUR_MS = 4 * QUARTER_MS;

/** The time zone of the server (`TZ`). */
export const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Days of a time zone, oldest first, the last one that of `now`. */
export type ZoneDays = {
  /** `2026-11-30`. */
  names: readonly string[];
  /** When each begins. */
  starts: readonly Instant[];
  /** The place of the day of a moment; -1 before the first. */
  placeOf(at: Instant): number;
};

/** The last days of a zone; `zone` is one that `isZone` takes. */
export function zoneDays(zone: string, now: Instant, days: number): ZoneDays {
  const dayOf = new Intl.DateTimeFormat('sv', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const names: string[] = [];
  const starts: Instant[] = [];
  let at = Math.floor(now / QUARTER_MS) * QUARTER_MS;
  for (let name = dayOf.format(at); names.length < days; at -= QUARTER_MS) {
    const before = dayOf.format(at - QUARTER_MS);
    if (before === name) continue;
    names.unshift(name);
    starts.unshift(at);
    name = before;
  }
  return {
    names,
    starts,
    placeOf: (moment) => starts.findLastIndex((start) => start <= moment),
  };
}

/** When it was this full hour last in a zone. */
export function lastHour(zone: string, now: Instant, hour: number): Instant {
  const hourOf = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
  const wanted = `${String(hour).padStart(2, '0')}:00`;
  let at = Math.floor(now / QUARTER_MS) * QUARTER_MS;
  // A change of the clock may leave out an hour, but never on two days in a row.
  for (const oldest = now - 50 * HOUR_MS; at > oldest && hourOf.format(at) !== wanted; at -= QUARTER_MS);
  return at;
}
