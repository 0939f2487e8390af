/** Nobody is waited for longer. */
const LONGEST_MS = 15 * 60_000;

/** The wait that a `Retry-After` header asks for (RFC 9110, 10.2.3), at most 15 minutes; null where it names none. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), LONGEST_MS);
}
