import { preferences } from './preferences.ts';
import { dayClockSeconds } from './time.ts';

/** A moment as the server writes it into a sentence. */
const written = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;

/** A sentence of the server with its moments taken out, so that they can be shown in the zone that all others are in. */
export function withMoments(text: string): (string | number)[] {
  return text
    .split(written)
    .map((part) => (written.test(part) && !Number.isNaN(Date.parse(part)) ? Date.parse(part) : part))
    .filter((part) => part !== '');
}

/** The same as one text, in the zone that is shown now. */
export function inZone(text: string): string {
  return withMoments(text)
    .map((part) => (typeof part === 'string' ? part : dayClockSeconds(part, Date.now(), preferences().zone)))
    .join('');
}
