import type { Outcome } from './records.ts';

const OUTCOMES: readonly string[] = [
  'success',
  'warning',
  'failed',
  'refuse-error',
  'refuse-result',
  'refuse-at-once',
  'refuse-silent',
  'needs-credentials',
  'needs-confirmation',
] satisfies Outcome[];

/** Whether a text names what a retry can come to. */
export function isOutcome(text: string): text is Outcome {
  return OUTCOMES.includes(text);
}
