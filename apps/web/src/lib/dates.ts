import { shownAt, type Zone } from './time.ts';

/** `Mon, 23 Nov 2026`. */
export function dayName(at: number, zone: Zone): string {
  const { weekday, day, year } = shownAt(at, zone);
  return `${weekday}, ${day} ${year}`;
}

/** `2026-11-23`. */
export function isoDay(at: number, zone: Zone): string {
  return shownAt(at, zone).date;
}

/** The last moment of a day that is spelled `2026-11-23`. */
export function dayEnd(day: string, zone: Zone): number {
  return Date.parse(`${day}T23:59:59.999${zone === 'utc' ? 'Z' : ''}`);
}

/** A length in its two largest units: `42 s`, `6 min 12 s`, `1 h 04 min`, `2 d 3 h`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const two = (count: number) => String(count).padStart(2, '0');
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
  return `${Math.floor(minutes / (24 * 60))} d ${Math.floor((minutes % (24 * 60)) / 60)} h`;
}
