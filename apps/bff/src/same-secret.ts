import { timingSafeEqual } from 'node:crypto';

/**
 * Whether two secrets are the same; the time of the comparison does not depend on where they differ, only on whether
 * their lengths do.
 */
export function isSameSecret(known: string, given: string): boolean {
  const [left, right] = [Buffer.from(known), Buffer.from(given)];
  return left.length === right.length && timingSafeEqual(left, right);
}
