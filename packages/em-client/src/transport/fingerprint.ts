/** A certificate that is not the pinned one: the connection ends before a byte of ours is sent. */
export class FingerprintError extends Error {
  readonly code = 'ERR_FINGERPRINT';

  constructor(seen: string | undefined) {
    super(`its SHA-256 fingerprint is ${seen ?? 'not given'}`);
  }
}

/** A fingerprint as bare lower-case hex, however it was written. */
export function plainHex(fingerprint: string): string {
  return fingerprint.replace(/[^0-9a-f]/gi, '').toLowerCase();
}

/** Throws a TypeError for a pin that no SHA-256 fingerprint can be: it would refuse every server without a reason. */
export function checkPin(sha256: string): void {
  if (!/^[0-9a-f]{64}$/.test(plainHex(sha256)) || /[^0-9a-f:\s-]/i.test(sha256)) {
    throw new TypeError('A SHA-256 fingerprint is 64 hexadecimal digits, with or without colons.');
  }
}
