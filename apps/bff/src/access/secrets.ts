import { createHmac, randomBytes } from 'node:crypto';

/** A fresh secret of 256 bits for a cookie or a link. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What the store keeps of a secret: useless without the key. */
export function keyedHash(key: string, purpose: 'session' | 'csrf' | 'wall-link', secret: string): string {
  return createHmac('sha256', key).update(`${purpose}\n${secret}`).digest('base64url');
}
