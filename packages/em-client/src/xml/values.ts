import type { Guid, Instant } from '../records.ts';

const guidPattern = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const instantPattern = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})?$/;

/**
 * Dates outside of these are stand-ins for none: 1753 ("never"), 0001 and 1900 before, 9999 behind. No run of an agent is
 * older than the product, and none is planned for another century.
 */
const oldest = Date.UTC(2000, 0, 1);
const youngest = Date.UTC(2100, 0, 1);

/**
 * The GUID in a UID (`urn:veeam:Job:…`), an Href or bare text, in lower case; null where there is none. Of several the
 * last before the query counts: a host name may hold one, and the resource itself is named last.
 */
export function guidIn(value: string | null): Guid | null {
  const path = value?.split(/[?#]/, 1)[0] ?? '';
  return path.match(guidPattern)?.at(-1)?.toLowerCase() ?? null;
}

/** A moment with 0 to 9 fraction digits, UTC where no zone is given; null for nothing, nonsense and dates that cannot be. */
export function instantOf(value: string | null): Instant | null {
  const parts = value === null ? null : instantPattern.exec(value.trim());
  if (!parts) return null;
  const [, year, month, day, hour, minute, second, fraction = '0', zone = 'Z'] = parts;
  // Date.parse makes 3 March of 31 February.
  if (Number(day) > new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()) return null;
  const milliseconds = fraction.padEnd(3, '0').slice(0, 3);
  const instant = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}${zone}`);
  return instant >= oldest && instant < youngest ? instant : null;
}

/** `true|false` in any case, also `1|0`; null for anything else. */
export function booleanOf(value: string | null): boolean | null {
  const word = value?.trim().toLowerCase();
  if (word === 'true' || word === '1') return true;
  return word === 'false' || word === '0' ? false : null;
}

/** A finite decimal number that is not negative; null for anything else. */
export function numberOf(value: string | null): number | null {
  if (value === null || !/^\s*\d+(?:[.,]\d+)?\s*$/.test(value)) return null;
  const number = Number(value.replace(',', '.'));
  return Number.isFinite(number) ? number : null;
}

/** One of EM's words in any case as ours; `unknown` for a word that came later. */
export function wordOf<Known extends string>(
  value: string | null,
  known: Readonly<Record<string, Known>>,
): Known | 'unknown' {
  const word = value?.trim().toLowerCase() ?? '';
  return Object.hasOwn(known, word) ? (known[word] ?? 'unknown') : 'unknown';
}
