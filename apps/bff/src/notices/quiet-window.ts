import { iso } from '#iso.ts';

/** A daily window, in minutes of the day of a zone; `to` is on the next day where it is not later. */
export type QuietWindow = { from: number; to: number; zone: string };

/** Whether notices wait at this moment. An hour that a clock change skips or repeats is as the wall clock shows it. */
export function isQuiet({ from, to, zone }: QuietWindow, now: number): boolean {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
  const [hours = 0, minutes = 0] = format.format(now).split(':').map(Number);
  const minute = (hours % 24) * 60 + minutes;
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** As it is configured. */
export function windowText({ from, to, zone }: QuietWindow): string {
  return `${timeOf(from)}-${timeOf(to)} ${zone}`;
}

function timeOf(minutes: number): string {
  return iso(minutes * 60_000).slice(11, 16);
}
