import { dayName } from '#lib/dates.ts';
import { isSinceSpan, spanStart } from '#lib/spans.ts';
import { clock, type Zone } from '#lib/time.ts';
import { shiftWords } from './words.ts';

/** Where the hand-over begins, as the address has it: `''` the last 18:00, a span that ends now, or a moment. */
export type ShiftStart = string;

const spans = ['day', 'week'] as const;

/** Reads the address; what is neither a span nor a moment counts as absent. */
export function readStart(search: URLSearchParams): ShiftStart {
  const since = search.get('since') ?? '';
  if (spans.some((span) => span === since)) return since;
  const at = Date.parse(since);
  return Number.isNaN(at) || !/^\d{4}-\d\d-\d\dT/.test(since) ? '' : new Date(at).toISOString();
}

/** The moment to request; undefined leaves it to the server, which takes the last 18:00. */
export function startOf(start: ShiftStart, now: number): string | undefined {
  if (start === '') return undefined;
  return isSinceSpan(start) ? spanStart(start, now) : start;
}

/** The values to choose from: the usual ones, and the moment of the address where it is none of them. */
export function startChoices(start: ShiftStart, lastVisitAt: string | null): ShiftStart[] {
  const visit = lastVisitAt === null ? [] : [new Date(lastVisitAt).toISOString()];
  const usual = ['', ...visit, ...spans];
  return usual.includes(start) ? usual : [...usual, start];
}

/** A choice in words; a moment with its year: a link or a visit may be old. */
export function startText(start: ShiftStart, lastVisitAt: string | null, zone: Zone): string {
  const { starts } = shiftWords;
  if (start === '') return starts.evening;
  if (start === 'day' || start === 'week') return starts[start];
  const at = Date.parse(start);
  const when = `${dayName(at, zone)}, ${clock(at, zone)}`;
  return lastVisitAt !== null && Date.parse(lastVisitAt) === at ? starts.visit(when) : when;
}
