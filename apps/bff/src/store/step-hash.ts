import { createHash } from 'node:crypto';
import type { RetryStepRow } from './retry-tables.ts';

/**
 * The hash of a step: over its whole content and the hash of the step before it (`''` for the first). Steps changed,
 * left out or put in another order no longer match. SHA-256, hex.
 */
export function stepHash(before: string, { retry_id, seq, state, at, evidence }: Omit<RetryStepRow, 'hash'>): string {
  const text = JSON.stringify([before, retry_id, seq, state, at, evidence]);
  return createHash('sha256').update(text).digest('hex');
}
