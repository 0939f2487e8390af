/** Spans of time that end now: a link with one stays true tomorrow. */
export type SinceSpan = 'hour' | 'day' | 'week' | 'month';

const hour = 3_600_000;
const spans: Record<SinceSpan, number> = { hour, day: 24 * hour, week: 7 * 24 * hour, month: 30 * 24 * hour };

export function isSinceSpan(text: string | null): text is SinceSpan {
  return text !== null && Object.hasOwn(spans, text);
}

/** When a span that ends now began, in whole minutes so that a question with it stays the same for one. */
export function spanStart(span: SinceSpan, now: number): string {
  return new Date(Math.floor((now - spans[span]) / 60_000) * 60_000).toISOString();
}
