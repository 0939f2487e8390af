import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

type HashPurpose =
  | 'session'
  | 'csrf'
  | 'wall-link'
  | 'api-token'
  | 'service-password'
  | 'known-device'
  | 'wall-code'
  | 'wall-screen';
type SealPurpose = 'sign-in-on-its-way' | 'id-token' | 'wall-code';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A fresh secret of 256 bits for a cookie, a link or a script. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** The stored form of a secret: useless without the key. */
export function keyedHash(key: string, purpose: HashPurpose, secret: string): string {
  return createHmac('sha256', key).update(`${purpose}\n${secret}`).digest('base64url');
}

function cipherKey(key: string, purpose: SealPurpose): Buffer {
  return createHmac('sha256', key).update(`seal\n${purpose}`).digest();
}

/** A text that only we can read and nobody can change (AES-256-GCM), for a cookie or the store. */
export function seal(key: string, purpose: SealPurpose, text: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', cipherKey(key, purpose), iv);
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** The sealed text; null where it is not ours or was changed. */
export function unseal(key: string, purpose: SealPurpose, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', cipherKey(key, purpose), bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    // Not sealed by us: null is the whole answer.
    return null;
  }
}
