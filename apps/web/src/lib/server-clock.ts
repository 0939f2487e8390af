/** How far the server's clock is ahead of this browser's, as the narrowest window all answers agree on (ms). */
export type OffsetWindow = { from: number; to: number };

/**
 * Narrows the window by one answer: its `Date` (whole seconds) was true somewhere between sending and receiving.
 * Starts anew where an answer contradicts the earlier ones, because then one of the clocks was set.
 */
export function narrow(
  known: OffsetWindow | null,
  answer: { date: number; sentAt: number; receivedAt: number },
): OffsetWindow {
  const seen = { from: answer.date - answer.receivedAt, to: answer.date + 1000 - answer.sentAt };
  if (!known) return seen;
  const both = { from: Math.max(known.from, seen.from), to: Math.min(known.to, seen.to) };
  return both.from <= both.to ? both : seen;
}

let window: OffsetWindow | null = null;

/** Learns from the `Date` header of an answer. */
export function noteServerDate(header: string | null, sentAt: number, receivedAt: number): void {
  const date = header === null ? Number.NaN : Date.parse(header);
  if (!Number.isNaN(date)) window = narrow(window, { date, sentAt, receivedAt });
}

/** Now by the server's clock (ms since 1970); the browser's own until the first answer. */
export function serverNow(): number {
  return Date.now() + (window ? (window.from + window.to) / 2 : 0);
}
